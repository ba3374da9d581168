#include "core/utf8.hpp"

namespace tgferry::core {
namespace {

/// One lead byte: how many bytes follow, and the least code point that may be written so long.
struct Lead {
    std::size_t following;
    std::uint32_t bits, least;
};

std::optional<Lead> lead_of(std::uint8_t byte) {
    if (byte < 0x80) return Lead{0, byte, 0};
    if (byte >= 0xc0 && byte < 0xe0) return Lead{1, byte & 0x1fu, 0x80};
    if (byte >= 0xe0 && byte < 0xf0) return Lead{2, byte & 0x0fu, 0x800};
    if (byte >= 0xf0 && byte < 0xf8) return Lead{3, byte & 0x07u, 0x10000};
    return std::nullopt;
}

}  // namespace

std::optional<Utf8Character> first_character(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const auto lead = lead_of(static_cast<std::uint8_t>(text[0]));
    if (!lead || lead->following >= text.size()) return std::nullopt;
    std::uint32_t code = lead->bits;
    for (const char c : text.substr(1, lead->following)) {
        const auto byte = static_cast<std::uint8_t>(c);
        if ((byte & 0xc0) != 0x80) return std::nullopt;
        code = code << 6 | (byte & 0x3fu);
    }
    if (code < lead->least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return std::nullopt;
    return Utf8Character{code, lead->following + 1};
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto character = first_character(text);
        if (!character) return false;
        text.remove_prefix(character->size);
    }
    return true;
}

}  // namespace tgferry::core
