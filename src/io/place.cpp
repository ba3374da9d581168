#include "io/place.hpp"

#include <string>
#include <string_view>

namespace tgferry::io {
namespace {

namespace fs = std::filesystem;

fs::path with_suffix(const fs::path& base, std::string_view suffix) {
    return base.string() + std::string(suffix);
}

fs::path without_suffix(const fs::path& path, std::string_view suffix) {
    std::string text = path.string();
    if (text.ends_with(suffix)) text.erase(text.size() - suffix.size());
    return text;
}

bool is_file(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

}  // namespace

Place place_of(const fs::path& given) {
    std::error_code ignored;
    if (fs::is_directory(given, ignored)) return {given, {}};
    const auto base = without_suffix(without_suffix(given, ".session"), ".json");
    const auto session = with_suffix(base, ".session");
    const bool names_the_pair = !is_file(given) || given.string().ends_with(".json");
    const auto main = names_the_pair && is_file(session) ? session : given;
    return {main, main == session ? with_suffix(base, ".json") : fs::path()};
}

std::vector<fs::path> beside_database(const fs::path& path) {
    std::vector<fs::path> there;
    for (const std::string_view suffix : {"-wal", "-shm", "-journal"}) {
        if (auto file = with_suffix(path, suffix); is_file(file)) there.push_back(std::move(file));
    }
    return there;
}

}  // namespace tgferry::io
