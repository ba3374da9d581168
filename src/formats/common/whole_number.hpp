// Decimal numbers in names and texts.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace tgferry::formats {

/// The whole text as one number, with a '-' at most; nothing for anything else and for what does not fit.
template <class Int>
[[nodiscard]] std::optional<Int> parse_whole(std::string_view text) {
    Int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace tgferry::formats
