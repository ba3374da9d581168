#include "formats/common/storage_name.hpp"

#include <array>
#include <charconv>

#include "core/utf8.hpp"

namespace tgferry::formats {
namespace {

bool stays(char c) {
    constexpr std::string_view marks = "-_.~";
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           marks.find(c) != std::string_view::npos;
}

}  // namespace

std::optional<std::string> storage_file_name(std::string_view key) {
    if (!core::is_utf8(key)) return std::nullopt;
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
    if (!core::is_utf8(out)) return std::nullopt;
    return out;
}

}  // namespace tgferry::formats
