#include "core/user_facts.hpp"

#include <algorithm>

#include "core/utf8.hpp"

namespace tgferry::core {
namespace {

constexpr std::size_t longest_username = 32, longest_name = 64;
constexpr std::size_t shortest_phone = 5, longest_phone = 15;

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

bool is_username(std::string_view text) noexcept {
    const auto fits = [](char c) { return is_letter(c) || is_digit(c) || c == '_'; };
    return !text.empty() && text.size() <= longest_username && std::ranges::all_of(text, fits);
}

bool is_phone(std::string_view text) noexcept {
    return text.size() >= shortest_phone && text.size() <= longest_phone &&
           std::ranges::all_of(text, is_digit);
}

bool is_person_name(std::string_view text) noexcept {
    if (text.empty()) return false;
    for (std::size_t count = 0; !text.empty(); ++count) {
        const auto character = first_character(text);
        const bool control =
            character && (character->code < 0x20 || (character->code >= 0x7f && character->code < 0xa0));
        if (!character || control || count >= longest_name) return false;
        text.remove_prefix(character->size);
    }
    return true;
}

}  // namespace tgferry::core
