// The session file of grammers 0.3 to 0.8: one TL object, little-endian, every object with its constructor.
//
//   session: flags (1 user, 2 state) | vector of DC | [user] | [state]
//   DC: flags (1 ipv4, 2 ipv6, 4 key) | id i32 | [ipv4 i32] | [ipv6 16] | port i32 | [key TL bytes]
//   web-socket DC: flags (1 key) | id i32 | url TL string | [key TL bytes]
//   user: id i64 | dc i32 | bot Bool        state: pts | qts | date | seq | vector of (channel id i64 | pts)
//
// 0.3 has user and channel ids of 32 bits. Up to 0.7 a DC has one address, its bytes in order; 0.8 writes
// both and reverses them, and is the only one that connects to what is stored.
#pragma once

#include "formats/format.hpp"

namespace tgferry::formats::grammers {

[[nodiscard]] bool is_tl_file(std::span<const std::uint8_t> bytes) noexcept;

/// Errors: damaged, unsupported_version (an unknown constructor), not_logged_in.
[[nodiscard]] Result<Bundle> read_tl_file(std::span<const std::uint8_t> bytes, const Facts& facts);

/// With the addresses of 0.8, which the older releases carry but do not use. `others`: the keys of further
/// DCs, one a DC. Errors: missing_fact,
/// invalid_argument for numbers that grammers cannot hold.
[[nodiscard]] Result<SecretBytes> write_tl_file(const Session& session, std::span<const DcKey> others);

/// Constructors as the crate computes them: for lines with a field `bytes` they are not the usual CRC.
namespace tl {
inline constexpr std::uint32_t session = 0xa73eb8ce, vector = 0x1cb5c415, dc = 0x756d16b6, ws_dc = 0x72490a88,
                               user = 0x672f428d, user_32 = 0x11cc2a68, state = 0xd0cadcc1,
                               channel = 0xc2b0f8cd, channel_32 = 0xcb8f443f, true_ = 0x997275b5,
                               false_ = 0xbc799737;
inline constexpr std::uint32_t has_user = 1, has_state = 2, has_ipv4 = 1, has_ipv6 = 2, has_key = 4,
                               ws_has_key = 1;
}  // namespace tl

}  // namespace tgferry::formats::grammers
