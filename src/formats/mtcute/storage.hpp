// mtcute's SQLite storage (@mtcute/node, bun, deno, react-native since 0.7) and what was before it.
//
//   mtcute_migrations(repo, version)    auth_keys(dc, key)    temp_auth_keys(dc, idx, key, expires)
//   key_value(key, value)               values.hpp, and the DCs under dc_main and dc_media
//   peers(id, hash, usernames, updated, phone, complete, isMin)        message_refs(peer_id, chat_id, msg_id)
//
// The home DC is dc_main's; the storage may hold keys of other DCs as well. Temporary keys are bound to the
// permanent ones and die within a day: they are never read.
#pragma once

#include "formats/common/account_tables.hpp"
#include "formats/format.hpp"

namespace tgferry::formats::mtcute {

/// mtcute keeps the number of a DC in a byte.
inline constexpr std::int32_t last_dc = UINT8_MAX;

/// By tables and columns: auth_keys(dc, key), and key_value or the older kv.
[[nodiscard]] bool is_storage(const io::SqliteReader& db);
/// The layout of @mtcute/sqlite (0.0 to 0.6): DCs, user and update state as JSON in kv(key, value), peers in
/// entities(id, hash, type, username, phone, updated), channels in pts(channel_id, pts). Newer releases leave
/// the table behind or drop it: where key_value names a DC, that counts.
[[nodiscard]] bool is_legacy_storage(const io::SqliteReader& db);

/// One account. Damage beside the home DC and its key costs what is damaged. Errors: damaged, not_logged_in,
/// unsupported_version (a home DC of an unknown version).
[[nodiscard]] Result<Bundle> read_storage(const AccountTables& own, const Facts& facts);
[[nodiscard]] Result<Bundle> read_legacy_storage(const AccountTables& own, const Facts& facts);

/// The permanent keys of the table auth_keys, and the DCs whose rows hold something else.
struct StoredKeys {
    std::vector<DcKey> keys{};
    std::vector<std::int32_t> broken{};
};

/// Keys that are none are passed over with a warning. Errors: damaged (the table itself).
[[nodiscard]] Result<StoredKeys> read_keys(const AccountTables& own, std::vector<Warning>& warnings);

/// A session of the home DC's key, with the others beside it. `home` is what the storage says; without it
/// the caller's fact counts, or the only key there is. Errors: not_logged_in, damaged (the home DC's key).
[[nodiscard]] Result<Session> take_home(StoredKeys stored, std::optional<std::int32_t> home,
                                        const Facts& facts, std::vector<Warning>& warnings);

/// Errors: missing_fact, invalid_argument.
[[nodiscard]] Result<SecretBytes> write_storage(const Session& session, std::vector<Warning>& warnings);

}  // namespace tgferry::formats::mtcute
