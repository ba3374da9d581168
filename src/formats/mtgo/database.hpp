// The SQLite file of MTGo's module storage/sqlite.
//
//   sessions(session_id, dc_id PRIMARY KEY, api_id, api_hash, test_mode, auth_key, state, user_id, is_bot,
//     first_name, last_name, username, date, server_address, port)
//   peers(id, type 0 user / 1 group / 2 channel, access_hash, username, usernames, first_name, last_name,
//     phone_number, is_bot, photo_id, language, last_updated), ids without marks
//   update_state(session_id, pts, qts, date, seq, updated_at)
//   channel_update_state(session_id, channel_id, pts, updated_at)
//   update_dedup, durable_updates, and conversations where they are used
//
// There is no version number. Unknown texts are empty and unknown numbers 0: MTGo cannot read NULL.
#pragma once

#include "formats/format.hpp"

namespace tgferry::formats::mtgo {

/// By tables and columns.
[[nodiscard]] bool is_database(const Probe& probe);

/// MTGo reads the row with the lowest dc_id, which may be one without a key: it makes a row of DC 0 before
/// the first login, and keeps that of the old DC after a migration. Here the rows with a key count, before
/// all one with a user, then the newest. Errors: damaged, not_logged_in.
[[nodiscard]] Result<Bundle> read_database(const Probe& probe, const Facts& facts);

/// `name` is the session's name, which the update state belongs to. Errors: invalid_argument.
[[nodiscard]] Result<Artifact> write_database(const Session& session, const std::string& name);

}  // namespace tgferry::formats::mtgo
