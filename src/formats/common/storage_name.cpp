#include "formats/common/storage_name.hpp"

#include <array>
#include <charconv>

namespace tgferry::formats {
namespace {

bool stays(char c) {
    constexpr std::string_view marks = "-_.~";
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           marks.find(c) != std::string_view::npos;
}

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

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = lead_of(static_cast<std::uint8_t>(text[i++]));
        if (!lead || lead->following > text.size() - i) return false;
        std::uint32_t code = lead->bits;
        for (std::size_t k = 0; k < lead->following; ++k) {
            const auto byte = static_cast<std::uint8_t>(text[i++]);
            if ((byte & 0xc0) != 0x80) return false;
            code = code << 6 | (byte & 0x3fu);
        }
        if (code < lead->least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return false;
    }
    return true;
}

}  // namespace

std::optional<std::string> storage_file_name(std::string_view key) {
    if (!is_utf8(key)) return std::nullopt;
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : key) {
        if (stays(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<std::uint8_t>(c);
        out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return out;
}

std::optional<std::string> storage_key(std::string_view name) {
    std::string out;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] != '%') {
            out += name[i];
            continue;
        }
        if (name.size() - i < 3) return std::nullopt;
        std::uint8_t byte = 0;
        const char* first = name.data() + i + 1;
        const auto [end, error] = std::from_chars(first, first + 2, byte, 16);
        if (error != std::errc{} || end != first + 2) return std::nullopt;
        out += static_cast<char>(byte);
        i += 2;
    }
    if (!is_utf8(out)) return std::nullopt;
    return out;
}

}  // namespace tgferry::formats
