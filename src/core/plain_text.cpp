#include "core/plain_text.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "core/utf8.hpp"

namespace tgferry::core {
namespace {

struct Range {
    std::uint32_t first, last;
    char meaning;  ///< 0 where the character is nothing
};

/// Sorted by code point.
constexpr std::array stand_ins = {
    Range{0x0085, 0x0085, '\n'}, Range{0x00a0, 0x00a0, ' '}, Range{0x00ab, 0x00ab, '"'},
    Range{0x00ad, 0x00ad, 0},    Range{0x00b4, 0x00b4, '"'}, Range{0x00bb, 0x00bb, '"'},
    Range{0x034f, 0x034f, 0},    Range{0x061c, 0x061c, 0},   Range{0x1680, 0x1680, ' '},
    Range{0x180e, 0x180e, 0},    Range{0x2000, 0x200a, ' '}, Range{0x200b, 0x200f, 0},
    Range{0x2010, 0x2011, '-'},  Range{0x2018, 0x201f, '"'}, Range{0x2028, 0x2029, '\n'},
    Range{0x202a, 0x202e, 0},    Range{0x202f, 0x202f, ' '}, Range{0x2032, 0x2037, '"'},
    Range{0x2039, 0x203a, '"'},  Range{0x205f, 0x205f, ' '}, Range{0x2060, 0x206f, 0},
    Range{0x2212, 0x2212, '-'},  Range{0x275b, 0x2760, '"'}, Range{0x276e, 0x276f, '"'},
    Range{0x2e42, 0x2e42, '"'},  Range{0x3000, 0x3000, ' '}, Range{0x3008, 0x300f, '"'},
    Range{0x301d, 0x301f, '"'},  Range{0xfe00, 0xfe0f, 0},   Range{0xfe41, 0xfe44, '"'},
    Range{0xfe63, 0xfe63, '-'},  Range{0xfeff, 0xfeff, 0},   Range{0xff02, 0xff02, '"'},
    Range{0xff07, 0xff07, '"'},  Range{0xff0d, 0xff0d, '-'}, Range{0xff40, 0xff40, '"'},
    Range{0xff62, 0xff63, '"'},  Range{0xfff9, 0xfffb, 0},   Range{0x1f676, 0x1f678, '"'},
};

const Range* stand_in(std::uint32_t code) noexcept {
    const auto found = std::ranges::lower_bound(stand_ins, code, {}, &Range::last);
    return found != stand_ins.end() && found->first <= code ? &*found : nullptr;
}

int hex_value(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

struct Escape {
    char meaning;
    std::size_t size;
};

/// `digits` hex digits at `at` that are ASCII.
std::optional<Escape> hex_escape(std::string_view text, std::size_t at, std::size_t digits) {
    if (text.size() < at + digits) return std::nullopt;
    int value = 0;
    for (const char c : text.substr(at, digits)) {
        if (hex_value(c) < 0 || value > 0x7f) return std::nullopt;
        value = 16 * value + hex_value(c);
    }
    if (value < 0x20 || value > 0x7e) return std::nullopt;
    return Escape{static_cast<char>(value), at + digits};
}

std::optional<Escape> escape_at_start(std::string_view text) {
    if (text.size() < 2) return std::nullopt;
    if (text[0] == '%') {
        const auto escape = hex_escape(text, 1, 2);
        const bool of_base64 =
            escape && (escape->meaning == '+' || escape->meaning == '/' || escape->meaning == '=');
        return of_base64 ? escape : std::nullopt;
    }
    if (text[0] != '\\') return std::nullopt;
    switch (text[1]) {
        case 'n':
        case 'r': return Escape{'\n', 2};
        case 't': return Escape{' ', 2};
        case '/':
        case '"':
        case '\'': return Escape{text[1], 2};
        case 'u': return hex_escape(text, 2, 4);
        case 'x': return hex_escape(text, 2, 2);
        default: return std::nullopt;
    }
}

}  // namespace

PlainText plain_text(std::string_view utf8) {
    PlainText out{.text = SecretText(utf8.size(), Unfilled{})};
    std::size_t size = 0;
    while (!utf8.empty()) {
        std::size_t taken = 1;
        const Range* stands = nullptr;
        if (static_cast<unsigned char>(utf8[0]) >= 0x80) {
            const auto character = first_character(utf8);
            taken = character ? character->size : 1;
            stands = character ? stand_in(character->code) : nullptr;
        }
        if (!stands) {
            std::ranges::copy(utf8.substr(0, taken),
                              out.text.edit().begin() + static_cast<std::ptrdiff_t>(size));
            size += taken;
        } else if (stands->meaning != 0) {
            out.text.edit()[size++] = stands->meaning;
            out.had_foreign = true;
        } else {
            out.had_invisible = true;
        }
        utf8.remove_prefix(taken);
    }
    out.text.shrink(size);
    return out;
}

SecretText without_escapes(std::string_view text) {
    SecretText out(text.size(), Unfilled{});
    std::size_t size = 0;
    while (!text.empty()) {
        const auto escape = escape_at_start(text);
        out.edit()[size++] = escape ? escape->meaning : text[0];
        text.remove_prefix(escape ? escape->size : 1);
    }
    out.shrink(size);
    return out;
}

}  // namespace tgferry::core
