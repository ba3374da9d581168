// The SQLite file of Pyrogram and its forks.
//
//   version(number)         sessions(dc_id, [server_address, port,] api_id, test_mode, auth_key, date,
//   user_id, is_bot) peers(id, access_hash, type, [username,] phone_number, last_update_on) usernames(id,
//   username) in kurigram, usernames(id = the name, peer_id, last_update_on) in pyrofork update_state(id,
//   pts, qts, date, seq) in both
#pragma once

#include "formats/format.hpp"

namespace tgferry::formats::pyrogram {

enum class Flavour : std::uint8_t { pyrogram, kurigram, pyrofork };

/// By tables and columns: version(number) and sessions(dc_id, auth_key).
[[nodiscard]] bool is_database(const Probe& probe);

/// Errors: damaged, not_logged_in.
[[nodiscard]] Result<Bundle> read_database(const Probe& probe, const Facts& facts);

/// Errors: invalid_argument for a peer id that Pyrogram cannot store.
[[nodiscard]] Result<SecretBytes> write_database(const Session& session, Flavour flavour);

}  // namespace tgferry::formats::pyrogram
