// Writes what MTGo itself would have made: its tables, one row of the session, nothing NULL but its opaque
// state.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formats/common/one_file.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/mtgo/database.hpp"
#include "io/sqlite.hpp"

namespace tgferry::formats::mtgo {
namespace {

constexpr const char* tables = R"(
CREATE TABLE sessions (session_id TEXT DEFAULT '', dc_id INTEGER PRIMARY KEY, api_id INTEGER DEFAULT 0,
    api_hash TEXT DEFAULT '', test_mode INTEGER DEFAULT 0, auth_key BLOB, state BLOB, user_id INTEGER DEFAULT 0,
    is_bot INTEGER DEFAULT 0, first_name TEXT DEFAULT '', last_name TEXT DEFAULT '', username TEXT DEFAULT '',
    date INTEGER DEFAULT 0, server_address TEXT DEFAULT '', port INTEGER DEFAULT 0);
CREATE TABLE peers (id INTEGER PRIMARY KEY, type INTEGER NOT NULL, access_hash INTEGER DEFAULT 0,
    username TEXT DEFAULT '', usernames TEXT DEFAULT '', first_name TEXT DEFAULT '', last_name TEXT DEFAULT '',
    phone_number TEXT DEFAULT '', is_bot INTEGER DEFAULT 0, photo_id INTEGER DEFAULT 0, language TEXT DEFAULT '',
    last_updated INTEGER DEFAULT 0);
CREATE INDEX idx_peers_username ON peers(username);
CREATE INDEX idx_peers_phone ON peers(phone_number);
CREATE TABLE update_state (session_id TEXT PRIMARY KEY, pts INTEGER NOT NULL DEFAULT 0,
    qts INTEGER NOT NULL DEFAULT 0, date INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL DEFAULT 0);
CREATE TABLE channel_update_state (session_id TEXT NOT NULL, channel_id INTEGER NOT NULL,
    pts INTEGER NOT NULL DEFAULT 0, updated_at INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (session_id, channel_id));
CREATE TABLE update_dedup (session_id TEXT NOT NULL, dedup_key TEXT NOT NULL,
    created_at INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (session_id, dedup_key));
CREATE TABLE durable_updates (session_id TEXT NOT NULL, id TEXT NOT NULL, payload BLOB NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, last_error TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (session_id, id));
)";

void insert_session(io::SqliteBuilder& out, const Session& session, const std::string& name) {
    const User& user = session.user;
    const std::span<const std::uint8_t> key = session.key.reveal();
    const std::string username = user.usernames.empty() ? "" : user.usernames.front();
    const std::string host = session.endpoint ? session.endpoint->host : "";
    const std::string hash = session.api.hash.value_or("");
    const std::string first = user.first_name.value_or(""), last = user.last_name.value_or("");
    out.insert("sessions", {name,
                            session.dc,
                            session.api.id.value_or(0),
                            hash,
                            session.test,
                            key,
                            {},
                            user.id.value_or(0),
                            user.is_bot.value_or(false),
                            first,
                            last,
                            username,
                            session.created.value_or(0),
                            host,
                            session.endpoint ? session.endpoint->port : 0});
}

int type_of(PeerKind kind) {
    switch (kind) {
        case PeerKind::user:
        case PeerKind::bot: return 0;
        case PeerKind::group: return 1;
        case PeerKind::channel:
        case PeerKind::supergroup: break;
    }
    return 2;
}

/// MTGo keeps is_bot of peers and never reads it, so it is not read here either, and written as unknown.
void insert_peer(io::SqliteBuilder& out, const Peer& peer) {
    const std::string username = peer.usernames.empty() ? "" : peer.usernames.front();
    const std::string name = peer.name.value_or(""), phone = peer.phone.value_or("");
    out.insert("peers", {peer.id, type_of(peer.kind), peer.access_hash.value_or(0), username, "", name, "",
                         phone, 0, 0, "", peer.updated.value_or(0)});
}

/// The ids bear no marks, so that a user and a channel may want the same row: the first has it, as in MTGo.
Result<std::size_t> insert_peers(io::SqliteBuilder& out, const Session& session) {
    const auto rows = peer_rows(session.peers);
    if (!rows) return std::unexpected(rows.error());
    std::set<std::int64_t> taken;
    std::size_t left_out = 0;
    for (const auto& [marked, peer] : *rows) {
        if (taken.insert(peer->id).second) {
            insert_peer(out, *peer);
        } else {
            ++left_out;
        }
    }
    return left_out;
}

Result<void> insert_update_state(io::SqliteBuilder& out, const Session& session, const std::string& name) {
    const auto channels = channel_rows(session.channels);
    if (!channels) return std::unexpected(channels.error());
    const UpdateState state = session.update_state.value_or(UpdateState{});
    if (session.update_state) {
        out.insert("update_state", {name, state.pts, state.qts, state.date, state.seq, state.date});
    }
    for (const auto& [id, pts] : *channels) out.insert("channel_update_state", {name, id, pts, state.date});
    return {};
}

}  // namespace

Result<Artifact> write_database(const Session& session, const std::string& name) {
    io::SqliteBuilder out;
    out.run(tables);
    insert_session(out, session, name);
    const auto left_out = insert_peers(out, session);
    if (!left_out) return std::unexpected(left_out.error());
    if (auto done = insert_update_state(out, session, name); !done) return std::unexpected(done.error());
    auto artifact = one_file(std::move(out).finish());
    if (artifact && *left_out > 0) {
        artifact->warnings.push_back(
            {"peers_dropped",
             fmt::format("{} peers have the id of another of another kind, which MTGo cannot "
                         "hold beside it",
                         *left_out)});
    }
    return artifact;
}

}  // namespace tgferry::formats::mtgo
