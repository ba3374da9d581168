// Whole numbers as text.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tgferry::core {

/// Digits with at most a '-' in front, and nothing else. Nothing for any other text or a number that does not
/// fit.
template <class Int = std::int64_t>
[[nodiscard]] std::optional<Int> parse_decimal(std::string_view text) noexcept {
    Int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace tgferry::core
