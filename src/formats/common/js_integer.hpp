// Integers that libraries in JavaScript hold exactly: their numbers are doubles.
#pragma once

#include <cstdint>

namespace tgferry::formats {

/// Number.MAX_SAFE_INTEGER, 2^53 - 1.
inline constexpr std::int64_t max_js_integer = (std::int64_t{1} << 53) - 1;

/// A user id that Telegram gives out and a JavaScript library holds exactly.
[[nodiscard]] constexpr bool is_js_user_id(std::int64_t id) noexcept {
    return id > 0 && id <= max_js_integer;
}

}  // namespace tgferry::formats
