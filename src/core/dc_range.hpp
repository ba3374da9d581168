// Which numbers are those of a DC.
#pragma once

#include <cstdint>

namespace tgferry::core {

/// Every DC there is has a number from 1 to this, and most layouts a byte for it.
inline constexpr std::int32_t last_dc = UINT8_MAX;

[[nodiscard]] constexpr bool is_dc(std::int64_t number) noexcept {
    return number >= 1 && number <= last_dc;
}

}  // namespace tgferry::core
