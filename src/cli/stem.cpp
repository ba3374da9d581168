#include "cli/stem.hpp"

#include <algorithm>
#include <array>
#include <tgferry/format.hpp>

namespace tgferry::cli {
namespace {

constexpr std::string_view nameless = "session";
constexpr std::size_t longest_name = 255;  // bytes, as NAME_MAX

bool is_extension_of_session(const std::string& extension) {
    if (extension == ".session" || extension == ".json" || extension == ".txt") return true;
    const auto formats = all_formats();
    return std::ranges::any_of(formats, [&](const auto* info) { return info->extension == extension; });
}

/// "." and ".." say where a folder is, not what it is called.
std::filesystem::path name_of(const std::filesystem::path& input) {
    auto name = (input.has_filename() ? input : input.parent_path()).filename();
    if (!name.empty() && name != "." && name != "..") return name;
    std::error_code error;
    const auto real = std::filesystem::canonical(input, error);
    return error ? std::filesystem::path() : real.filename();
}

}  // namespace

std::string stem_of(const std::filesystem::path& input) {
    const auto name = name_of(input);
    const std::string extension = name.extension().string();
    const std::string stem =
        !extension.empty() && is_extension_of_session(extension) ? name.stem().string() : name.string();
    // A file that is called ".session" has no other name.
    const bool only_extension = name.has_filename() && is_extension_of_session(name.string());
    return stem.empty() || only_extension ? std::string(nameless) : stem;
}

std::string fitting_stem(std::string_view stem, std::string_view suffix) {
    const std::size_t room = longest_name - std::min(suffix.size(), longest_name - 1);
    if (stem.size() > room) {
        std::size_t end = room;
        const auto continues = [&](std::size_t at) {
            return (static_cast<unsigned char>(stem[at]) & 0xc0U) == 0x80U;
        };
        for (int i = 0; i < 3 && end > 0 && continues(end); ++i) --end;
        stem = stem.substr(0, end);
    }
    return std::string(stem);
}

}  // namespace tgferry::cli
