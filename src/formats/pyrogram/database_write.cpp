// Writes fresh files as each library creates them: same tables, columns, indexes and triggers.
#include <fmt/format.h>

#include <set>

#include "formats/common/peer_rows.hpp"
#include "formats/common/pyrogram_placeholders.hpp"
#include "formats/pyrogram/database.hpp"
#include "io/sqlite.hpp"

namespace tgferry::formats::pyrogram {
namespace {

using io::SqliteBuilder;
using io::SqlValue;

constexpr const char* sessions_table =
    "CREATE TABLE sessions (dc_id INTEGER PRIMARY KEY, api_id INTEGER, test_mode INTEGER, auth_key BLOB, "
    "date INTEGER NOT NULL, user_id INTEGER, is_bot INTEGER)";
constexpr const char* sessions_table_kurigram =
    "CREATE TABLE sessions (dc_id INTEGER PRIMARY KEY, server_address TEXT, port INTEGER, api_id INTEGER, "
    "test_mode INTEGER, auth_key BLOB, date INTEGER NOT NULL, user_id INTEGER, is_bot INTEGER)";

constexpr const char* peers_table = R"(
CREATE TABLE peers (id INTEGER PRIMARY KEY, access_hash INTEGER, type INTEGER NOT NULL, username TEXT,
    phone_number TEXT, last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS INTEGER)));
CREATE INDEX idx_peers_username ON peers (username);
)";
constexpr const char* peers_table_kurigram = R"(
CREATE TABLE peers (id INTEGER PRIMARY KEY, access_hash INTEGER, type INTEGER NOT NULL,
    phone_number TEXT, last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS INTEGER)));
)";
constexpr const char* version_and_peer_indexes = R"(
CREATE TABLE version (number INTEGER PRIMARY KEY);
CREATE INDEX idx_peers_id ON peers (id);
CREATE INDEX idx_peers_phone_number ON peers (phone_number);
CREATE TRIGGER trg_peers_last_update_on AFTER UPDATE ON peers BEGIN
    UPDATE peers SET last_update_on = CAST(STRFTIME('%s', 'now') AS INTEGER) WHERE id = NEW.id; END;
)";

constexpr const char* update_state_table =
    "CREATE TABLE update_state (id INTEGER PRIMARY KEY, pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER)";
constexpr const char* usernames_table_kurigram = R"(
CREATE TABLE usernames (id INTEGER, username TEXT, FOREIGN KEY (id) REFERENCES peers (id));
CREATE INDEX idx_usernames_id ON usernames (id);
CREATE INDEX idx_usernames_username ON usernames (username);
)";
constexpr const char* usernames_table_pyrofork = R"(
CREATE TABLE usernames (id TEXT PRIMARY KEY, peer_id INTEGER NOT NULL,
    last_update_on INTEGER NOT NULL DEFAULT (CAST(STRFTIME('%s', 'now') AS INTEGER)));
CREATE TRIGGER trg_usernames_last_update_on AFTER UPDATE ON usernames BEGIN
    UPDATE usernames SET last_update_on = CAST(STRFTIME('%s', 'now') AS INTEGER) WHERE id = NEW.id; END;
)";

int number_of(Flavour flavour) {
    switch (flavour) {
        case Flavour::pyrogram: return 3;
        case Flavour::kurigram: return 7;
        case Flavour::pyrofork: return 4;
    }
    return 0;
}

void create_tables(SqliteBuilder& out, Flavour flavour) {
    const bool kurigram = flavour == Flavour::kurigram;
    out.run(kurigram ? sessions_table_kurigram : sessions_table);
    out.run(kurigram ? peers_table_kurigram : peers_table);
    out.run(version_and_peer_indexes);
    if (flavour == Flavour::pyrogram) return;
    out.run(update_state_table);
    out.run(kurigram ? usernames_table_kurigram : usernames_table_pyrofork);
}

/// A NULL in test_mode, auth_key, user_id or is_bot would make Pyrogram replace the key.
void insert_session(SqliteBuilder& out, const Session& session, Flavour flavour) {
    const std::span<const std::uint8_t> key = session.key.reveal();
    const std::int64_t saved = session.saved.value_or(0);
    if (flavour == Flavour::kurigram) {
        out.insert("sessions", {session.dc, session.endpoint->host, session.endpoint->port, *session.api.id,
                                session.test, key, saved, *session.user.id, *session.user.is_bot});
    } else {
        out.insert("sessions", {session.dc, *session.api.id, session.test, key, saved, *session.user.id,
                                *session.user.is_bot});
    }
}

const char* type_of(PeerKind kind) {
    switch (kind) {
        case PeerKind::user: return "user";
        case PeerKind::bot: return "bot";
        case PeerKind::group: return "group";
        case PeerKind::channel: return "channel";
        case PeerKind::supergroup: return "supergroup";
    }
    return "user";
}

/// A date of 0 says that the peer's username may have moved on: Pyrogram then asks Telegram for it.
void insert_peer(SqliteBuilder& out, const PeerRow& row, Flavour flavour) {
    const Peer& peer = *row.peer;
    const std::int64_t updated = peer.updated.value_or(0);
    const SqlValue hash = peer.kind == PeerKind::group ? SqlValue(0) : SqlValue(peer.access_hash);
    if (flavour == Flavour::kurigram) {
        out.insert("peers", {row.id, hash, type_of(peer.kind), peer.phone, updated});
        return;
    }
    const std::string name = peer.usernames.empty() ? "" : lower_case(peer.usernames.front());
    out.insert("peers", {row.id, hash, type_of(peer.kind), name.empty() ? SqlValue() : SqlValue(name),
                         peer.phone, updated});
}

/// pyrofork keeps a name once, whoever had it first.
void insert_usernames(SqliteBuilder& out, const std::vector<PeerRow>& rows, Flavour flavour) {
    std::set<std::string> taken;
    for (const auto& [id, peer] : rows) {
        for (const std::string& given : peer->usernames) {
            const std::string name = lower_case(given);
            if (flavour == Flavour::kurigram) {
                out.insert("usernames", {id, name});
            } else if (taken.insert(name).second) {
                out.insert("usernames", {name, id, peer->updated.value_or(0)});
            }
        }
    }
}

/// Channels by their marked ids. qts and a channel's seq are NULL where there are none, as the forks write
/// them.
Result<void> insert_update_state(SqliteBuilder& out, const Session& session) {
    const auto channels = channel_rows(session.channels);
    if (!channels) return std::unexpected(channels.error());
    const UpdateState state = session.update_state.value_or(UpdateState{});
    if (session.update_state) {
        out.insert("update_state",
                   {0, state.pts, state.qts == 0 ? SqlValue() : SqlValue(state.qts), state.date, state.seq});
    }
    for (const auto& [id, pts] : *channels) {
        out.insert("update_state", {*mark(PeerKind::channel, id), pts, {}, state.date, {}});
    }
    return {};
}

}  // namespace

Result<SecretBytes> write_database(const Session& session, Flavour flavour) {
    if (auto writable = pyrogram::check_user_id(session.user, "pyrogram-sqlite"); !writable) {
        return std::unexpected(std::move(writable.error()));
    }
    const auto rows = peer_rows(session.peers);
    if (!rows) return std::unexpected(rows.error());
    SqliteBuilder out;
    create_tables(out, flavour);
    out.insert("version", {number_of(flavour)});
    insert_session(out, session, flavour);
    for (const PeerRow& row : *rows) insert_peer(out, row, flavour);
    if (flavour != Flavour::pyrogram) {
        insert_usernames(out, *rows, flavour);
        auto done = insert_update_state(out, session);
        if (!done) return std::unexpected(std::move(done.error()));
    }
    return std::move(out).finish();
}

}  // namespace tgferry::formats::pyrogram
