// Which numbers and names are those of a DC, a user, an application, a server. The one table: readers refuse
// what lies outside, writers never write it, options do not take it.
#pragma once

#include <cstdint>
#include <string_view>

namespace tgferry::core {

/// Every DC there is has a number from 1 to this, and most layouts a byte for it.
inline constexpr std::int32_t last_dc = UINT8_MAX;
/// Ids that Telegram gives out stay below 2^52, so that a double holds them and the Bot API's marks fit.
inline constexpr std::int64_t last_user_id = std::int64_t{1} << 52;
inline constexpr std::int32_t last_api_id = INT32_MAX;
inline constexpr std::int32_t last_port = UINT16_MAX;

[[nodiscard]] constexpr bool is_dc(std::int64_t number) noexcept {
    return number >= 1 && number <= last_dc;
}
[[nodiscard]] constexpr bool is_user_id(std::int64_t number) noexcept {
    return number >= 1 && number <= last_user_id;
}
[[nodiscard]] constexpr bool is_api_id(std::int64_t number) noexcept {
    return number >= 1 && number <= last_api_id;
}
[[nodiscard]] constexpr bool is_port(std::int64_t number) noexcept {
    return number >= 1 && number <= last_port;
}

/// 0.0.0.0 or "::", in any spelling: what programs write where they know no address.
[[nodiscard]] bool is_nowhere(std::string_view host) noexcept;

/// An IPv4 or IPv6 address of a server, or a name that could be looked up (letters, digits, '-' and '.'). So
/// no space, no control character, nothing that a terminal or a file's syntax would obey.
[[nodiscard]] bool is_host(std::string_view text) noexcept;

}  // namespace tgferry::core
