// The SQLite file of grammers since 0.8. PRAGMA user_version is 1: with 0 grammers creates the tables anew.
//
//   dc_home(dc_id)      dc_option(dc_id, ipv4 "1.2.3.4:443", ipv6 "[::1]:443", auth_key)
//   peer_info(peer_id marked, hash, subtype)
//   update_state(pts, qts, date, seq)      channel_state(peer_id bare, pts)
//
// subtype: 1 the account itself, 2 bot, 4 megagroup, 8 broadcast, 12 gigagroup, 16 community; NULL otherwise.
#pragma once

#include "formats/format.hpp"

namespace tgferry::formats::grammers {

/// Bits of peer_info.subtype.
inline constexpr std::int64_t self_bit = 1, bot_bit = 2, megagroup_bit = 4, broadcast_bit = 8,
                              community_bit = 16;

/// By tables and columns: dc_home(dc_id) and dc_option(dc_id, ipv4, ipv6, auth_key).
[[nodiscard]] bool is_database(const Probe& probe);

/// Errors: damaged, not_logged_in.
[[nodiscard]] Result<Bundle> read_database(const Probe& probe, const Facts& facts);

/// `others`: the keys of further DCs, one a DC. Errors: missing_fact, invalid_argument for numbers that
/// grammers cannot hold.
[[nodiscard]] Result<SecretBytes> write_database(const Session& session, std::span<const DcKey> others);

}  // namespace tgferry::formats::grammers
