// Integers that libraries in JavaScript hold exactly: their numbers are doubles.
#pragma once

#include <cstdint>

namespace tgferry::formats {

/// Number.MAX_SAFE_INTEGER, 2^53 - 1.
inline constexpr std::int64_t max_js_integer = (std::int64_t{1} << 53) - 1;

}  // namespace tgferry::formats
