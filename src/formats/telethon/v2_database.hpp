// The SQLite files of Telethon 2: the branch v2 of 2023 (its version 10), and the draft of 2021 that was
// given up (its version 8, not to be confused with version 8 of Telethon 1.43).
//
//   version(version)
//   10:  datacenter(id, ipv4_addr, ipv6_addr, auth)      before 2023-10-13: datacenter(id, addr, auth)
//        user(id, dc, bot [, username])      state(pts, qts, date, seq)      channelstate(id, pts)
//   8:   datacenter(id, ipv4, ipv6, port, auth)      session(user_id, dc_id, bot, pts, qts, date, seq,
//   takeout_id)
//        channel(channel_id, pts)      entity(id bare, hash, ty)
#pragma once

#include "formats/common/account_tables.hpp"
#include "formats/format.hpp"

namespace tgferry::formats::telethon {

/// By tables and columns, since the version was 10 from the first day.
[[nodiscard]] bool is_v2_database(const Probe& probe);
[[nodiscard]] bool is_v2_draft(const Probe& probe);

/// One account. Errors: damaged, not_logged_in.
[[nodiscard]] Result<Bundle> read_v2_database(const AccountTables& own, const Facts& facts);
[[nodiscard]] Result<Bundle> read_v2_draft(const AccountTables& own, const Facts& facts);

/// The newest shape of version 10. `others`: the keys of further DCs, one a DC. Errors: invalid_argument for
/// a channel that cannot be stored.
[[nodiscard]] Result<SecretBytes> write_v2_database(const Session& session, std::span<const DcKey> others);

}  // namespace tgferry::formats::telethon
