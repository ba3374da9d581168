#include "formats/web/names.hpp"

#include <algorithm>
#include <array>

namespace tgferry::formats::web {
namespace {

constexpr std::string_view account_prefix = "account", dc_prefix = "dc";

/// A number as JavaScript writes it into a name: no sign, no leading zero.
std::optional<int> number_of(std::string_view digits, std::size_t most_digits) {
    const bool fits = !digits.empty() && digits.size() <= most_digits && digits.front() != '0';
    if (!fits || !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    int number = 0;
    for (const char digit : digits) number = 10 * number + (digit - '0');
    return number;
}

}  // namespace

std::string dc_name(std::int32_t dc, std::string_view suffix) {
    return std::string(dc_prefix) + std::to_string(dc) + std::string(suffix);
}

std::optional<std::int32_t> dc_of(std::string_view name, std::string_view suffix) {
    if (!name.starts_with(dc_prefix) || !name.ends_with(suffix)) return std::nullopt;
    if (name.size() < dc_prefix.size() + suffix.size()) return std::nullopt;
    name.remove_prefix(dc_prefix.size());
    name.remove_suffix(suffix.size());
    return number_of(name, 3);
}

std::string prefix_of(bool test) {
    return std::string(test ? test_prefix : "");
}

std::string account_name(Place place) {
    return prefix_of(place.test) + std::string(account_prefix) + std::to_string(place.slot);
}

std::optional<Place> place_of(std::string_view name) {
    Place place{.test = name.starts_with(test_prefix)};
    if (place.test) name.remove_prefix(test_prefix.size());
    if (!name.starts_with(account_prefix)) return std::nullopt;
    const auto slot = number_of(name.substr(account_prefix.size()), 2);
    if (!slot) return std::nullopt;
    place.slot = *slot;
    return place;
}

bool is_web_a_item(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 3> prefixes = {"tt-multitab", "tt-global-state",
                                                          "tt-shared-state"};
    return name == locked_screen ||
           std::ranges::any_of(prefixes, [&](std::string_view prefix) { return name.starts_with(prefix); });
}

}  // namespace tgferry::formats::web
