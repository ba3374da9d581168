// Writes what Telethon itself would have written. Its readers take `select *` apart by position, so the
// columns and their order are those of its own schema, and no table is added.
#include <fmt/format.h>

#include "formats/common/peer_rows.hpp"
#include "formats/common/telethon_file.hpp"
#include "io/sqlite.hpp"

namespace tgferry::formats::telethon {
namespace {

constexpr int default_schema = 7;
constexpr int schema_with_tmp_key = 8;

constexpr const char* tables = R"(
CREATE TABLE version (version INTEGER PRIMARY KEY);
CREATE TABLE entities (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, username TEXT, phone INTEGER, name TEXT,
                       date INTEGER);
CREATE TABLE sent_files (md5_digest BLOB, file_size INTEGER, type INTEGER, id INTEGER, hash INTEGER,
                         PRIMARY KEY (md5_digest, file_size, type));
CREATE TABLE update_state (id INTEGER PRIMARY KEY, pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER);
)";
constexpr const char* sessions_7 =
    "CREATE TABLE sessions (dc_id INTEGER PRIMARY KEY, server_address TEXT, port INTEGER, auth_key BLOB, "
    "takeout_id INTEGER)";
constexpr const char* sessions_8 =
    "CREATE TABLE sessions (dc_id INTEGER PRIMARY KEY, server_address TEXT, port INTEGER, auth_key BLOB, "
    "takeout_id INTEGER, tmp_auth_key BLOB)";

Result<int> schema_of(const WriteOptions& options) {
    const int schema = options.schema == 0 ? default_schema : options.schema;
    if (schema == default_schema || schema == schema_with_tmp_key) return schema;
    return fail(ErrorCode::invalid_argument, fmt::format("Telethon's schema {} is not written", schema),
                "--schema 7 (Telethon 1.17 and later) or --schema 8 (1.43 and later)");
}

void insert_session(io::SqliteBuilder& out, const Session& session, int schema) {
    const Endpoint& endpoint = *session.endpoint;
    const std::span<const std::uint8_t> key = session.key.reveal();
    if (schema == default_schema) {
        out.insert("sessions", {session.dc, endpoint.host, endpoint.port, key, session.takeout_id});
    } else {
        // Telethon 1.43 and 1.44 read these two in the wrong order, so only NULL survives.
        out.insert("sessions", {session.dc, endpoint.host, endpoint.port, key, {}, {}});
    }
}

Result<void> insert_entities(io::SqliteBuilder& out, const Session& session) {
    const auto rows = peer_rows(session.peers);
    if (!rows) return std::unexpected(rows.error());
    if (session.user.id) out.insert("entities", {0, *session.user.id, {}, {}, {}, {}});
    for (const auto& [id, peer] : *rows) {
        const std::string username = peer->usernames.empty() ? "" : lower_case(peer->usernames.front());
        out.insert("entities", {id, peer->access_hash.value_or(0),
                                username.empty() ? io::SqlValue() : io::SqlValue(username), peer->phone,
                                peer->name, peer->updated});
    }
    return {};
}

Result<void> insert_update_state(io::SqliteBuilder& out, const Session& session) {
    const auto channels = channel_rows(session.channels);
    if (!channels) return std::unexpected(channels.error());
    const UpdateState state = session.update_state.value_or(UpdateState{});
    if (session.update_state) out.insert("update_state", {0, state.pts, state.qts, state.date, state.seq});
    // Telethon makes a time of the date, so it may not be NULL.
    for (const auto& [id, pts] : *channels) {
        out.insert("update_state", {id, pts, 0, state.date, 0});
    }
    return {};
}

}  // namespace

Result<Carries> carries_with(const WriteOptions& options) {
    const auto schema = schema_of(options);
    if (!schema) return std::unexpected(schema.error());
    Carries carries = database_carries;
    if (*schema == schema_with_tmp_key) carries.fields.remove(Field::takeout_id);
    return carries;
}

Result<SecretBytes> write_database(const Session& session, const WriteOptions& options) {
    const auto schema = schema_of(options);
    if (!schema) return std::unexpected(schema.error());
    io::SqliteBuilder out;
    out.run(tables);
    out.run(*schema == schema_with_tmp_key ? sessions_8 : sessions_7);
    out.insert("version", {*schema});
    insert_session(out, session, *schema);
    if (auto done = insert_entities(out, session); !done) return std::unexpected(std::move(done.error()));
    if (auto done = insert_update_state(out, session); !done) return std::unexpected(std::move(done.error()));
    return std::move(out).finish();
}

}  // namespace tgferry::formats::telethon
