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
    for (std::size_t part = 0; part < ip.size(); ++part) {
        if (part > 0) {
            if (!text.starts_with('.')) return std::nullopt;
            text.remove_prefix(1);
        }
        unsigned value = 0;
        std::size_t digits = 0;
        for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
            value = value * 10 + static_cast<unsigned>(text[digits] - '0');
        }
        const bool leading_zero = digits > 1 && text.front() == '0';
        if (digits == 0 || digits > 3 || value > 255 || leading_zero) return std::nullopt;
        ip[part] = static_cast<std::uint8_t>(value);
        text.remove_prefix(digits);
    }
    if (!text.empty()) return std::nullopt;
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
