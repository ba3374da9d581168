#include "formats/tgnet/places.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>

namespace tgferry::formats::tgnet {
namespace {

constexpr std::size_t max_preferences = std::size_t{4} << 20;
/// The application allows four; forks more.
constexpr std::size_t max_accounts = 256;

std::string preferences_of(std::size_t number) {
    return number == 0 ? "userconfing.xml" : fmt::format("userconfig{}.xml", number);
}

/// N of accountN.
std::optional<std::size_t> account_number(std::string_view folder) {
    if (!folder.starts_with("account")) return std::nullopt;
    folder.remove_prefix(7);
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(folder.data(), folder.data() + folder.size(), number);
    if (error != std::errc() || end != folder.data() + folder.size() || number == 0 ||
        number >= max_accounts) {
        return std::nullopt;
    }
    return number;
}

/// The accounts of a folder files/, which begins with `prefix`.
std::vector<Place> accounts_in(const io::Input& input, const std::string& prefix,
                               const std::string& preferences) {
    std::vector<Place> places;
    const auto add = [&](std::size_t number, const std::string& folder) {
        const std::string file = prefix + folder + "tgnet.dat";
        if (input.has_member(file)) places.push_back({number, file, preferences + preferences_of(number)});
    };
    add(0, "");
    std::vector<std::size_t> others;
    for (const std::string& folder : input.sub_folders(prefix.empty() ? "" : "files")) {
        if (const auto number = account_number(folder)) others.push_back(*number);
    }
    std::ranges::sort(others);
    for (const std::size_t number : others) add(number, fmt::format("account{}/", number));
    return places;
}

/// A single tgnet.dat, or the folder accountN that holds it.
Place single(const io::Input& input, std::string file) {
    if (input.path().empty()) return {0, std::move(file), preferences_of(0)};  // in memory
    std::error_code error;
    const auto given = std::filesystem::absolute(input.path(), error).lexically_normal();
    const auto folder =
        input.is_folder() ? (given.has_filename() ? given : given.parent_path()) : given.parent_path();
    const std::size_t number = account_number(folder.filename().string()).value_or(0);
    return {number, std::move(file),
            (number == 0 ? "../shared_prefs/" : "../../shared_prefs/") + preferences_of(number)};
}

}  // namespace

std::vector<Place> places_in(const io::Input& input) {
    if (!input.is_folder()) return {single(input, "")};
    if (auto places = accounts_in(input, "files/", "shared_prefs/"); !places.empty()) return places;
    auto places = accounts_in(input, "", "../shared_prefs/");
    if (places.size() == 1 && places[0].number == 0) return {single(input, "tgnet.dat")};
    return places;
}

std::optional<SecretBytes> preferences_at(const io::Input& input, const Place& place) {
    const std::filesystem::path path(place.preferences);
    const bool inside = input.is_folder() && !place.preferences.starts_with("..");
    if (inside) {
        if (!input.has_member(place.preferences)) return std::nullopt;
        auto bytes = input.member(place.preferences, max_preferences);
        return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
    }
    if (auto bytes = input.beside(path, max_preferences)) return bytes;
    return input.beside(path.filename(), max_preferences);  // copied out, beside the keys
}

}  // namespace tgferry::formats::tgnet
