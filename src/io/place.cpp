#include "io/place.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace tgferry::io {
namespace {

namespace fs = std::filesystem;

fs::path with_suffix(const fs::path& base, std::string_view suffix) {
    return base.string() + std::string(suffix);
}

/// The extensions in the cases in which systems and people write them, the usual one first.
using Spellings = std::array<std::string_view, 3>;
constexpr Spellings session_suffixes = {".session", ".SESSION", ".Session"};
constexpr Spellings json_suffixes = {".json", ".JSON", ".Json"};

fs::path without_suffix(const fs::path& path, const Spellings& suffixes) {
    std::string text = path.string();
    const auto found = std::ranges::find_if(suffixes, [&](auto suffix) { return text.ends_with(suffix); });
    if (found != suffixes.end()) text.erase(text.size() - found->size());
    return text;
}

bool is_file(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

/// The file of that name whatever the case of its extension; the usual one where none is there.
fs::path there_with(const fs::path& base, const Spellings& suffixes) {
    const auto found =
        std::ranges::find_if(suffixes, [&](auto suffix) { return is_file(with_suffix(base, suffix)); });
    return with_suffix(base, found == suffixes.end() ? suffixes.front() : *found);
}

}  // namespace

Place place_of(const fs::path& given) {
    std::error_code ignored;
    if (fs::is_directory(given, ignored)) return {given, {}};
    const auto base = without_suffix(without_suffix(given, session_suffixes), json_suffixes);
    const auto session = there_with(base, session_suffixes);
    const bool is_json = without_suffix(given, json_suffixes) != given;
    const bool names_the_pair = !is_file(given) || is_json;
    const auto main = names_the_pair && is_file(session) ? session : given;
    return {main, main == session ? there_with(base, json_suffixes) : fs::path()};
}

std::vector<fs::path> beside_database(const fs::path& path) {
    std::vector<fs::path> there;
    for (const std::string_view suffix : {"-wal", "-shm", "-journal"}) {
        if (auto file = with_suffix(path, suffix); is_file(file)) there.push_back(std::move(file));
    }
    return there;
}

}  // namespace tgferry::io
