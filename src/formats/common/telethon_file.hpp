// The SQLite file of Telethon 1.x, shared by telethon-sqlite and session-json.
//
//   version(version)        sessions(dc_id, server_address, port, auth_key, takeout_id [, tmp_auth_key])
//   entities(id, hash, username, phone, name, date)        update_state(id, pts, qts, date, seq)
//   sent_files(md5_digest, file_size, type, id, hash)
#pragma once

#include "formats/format.hpp"

namespace tgferry::formats::telethon {

/// By tables and columns: version(version) and sessions(dc_id, server_address, auth_key).
[[nodiscard]] bool is_database(const Probe& probe);

/// Errors: damaged, not_logged_in, unsupported_version.
[[nodiscard]] Result<Bundle> read_database(const Probe& probe, const ReadOptions& options);

/// With the default schema.
inline constexpr Carries database_carries = {
    .fields = {Field::endpoint, Field::test, Field::user_id, Field::update_state, Field::channel_pts,
               Field::peers, Field::peer_username, Field::peer_phones, Field::peer_names, Field::peer_dates,
               Field::takeout_id},
    .needs = {Field::endpoint},
    .endpoint = EndpointRule::ipv4,  // clients with default settings reset a row that has an IPv6 address
    .test = TestRule::by_address,
};
/// Errors: invalid_argument for a schema other than 7 and 8.
[[nodiscard]] Result<Carries> carries_with(const WriteOptions& options);

/// Errors: invalid_argument for a peer id that Telethon cannot store.
[[nodiscard]] Result<SecretBytes> write_database(const Session& session, const WriteOptions& options);

}  // namespace tgferry::formats::telethon
