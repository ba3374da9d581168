// IP addresses as text and bytes, without asking the system.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tgferry::core {

using Ipv4 = std::array<std::uint8_t, 4>;
using Ipv6 = std::array<std::uint8_t, 16>;

/// Dotted decimal, four parts of 0 to 255 without leading zeros.
[[nodiscard]] constexpr std::optional<Ipv4> parse_ipv4(std::string_view text) {
    Ipv4 ip{};
    std::size_t part = 0, digits = 0;
    unsigned value = 0;
    for (const char c : text) {
        if (c == '.') {
            if (digits == 0 || part == 3) return std::nullopt;
            ip[part++] = static_cast<std::uint8_t>(value);
            value = 0;
            digits = 0;
            continue;
        }
        if (c < '0' || c > '9' || (digits > 0 && value == 0)) return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
        if (++digits > 3 || value > 255) return std::nullopt;
    }
    if (part != 3 || digits == 0) return std::nullopt;
    ip[3] = static_cast<std::uint8_t>(value);
    return ip;
}
/// RFC 4291 text in any spelling, without brackets and zone.
[[nodiscard]] std::optional<Ipv6> parse_ipv6(std::string_view text);
[[nodiscard]] std::string format_ip(const Ipv4& ip);
/// RFC 5952: lower case, the longest run of two or more zero groups as "::".
[[nodiscard]] std::string format_ip(const Ipv6& ip);

/// A name that could be looked up: letters, digits, '-' and '.', 1 to 253 characters.
[[nodiscard]] bool is_host_name(std::string_view text) noexcept;

}  // namespace tgferry::core
