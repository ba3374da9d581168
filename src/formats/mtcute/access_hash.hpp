// A 64-bit number as mtcute writes it into text: "LOW|HIGH", two signed decimals of 32 bits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tgferry::formats::mtcute {

/// Nothing for any other text.
[[nodiscard]] std::optional<std::int64_t> parse_halves(std::string_view text);
[[nodiscard]] std::string format_halves(std::int64_t value);

}  // namespace tgferry::formats::mtcute
