// Writes what grammers itself would have written: its own statements create the same tables.
#include <algorithm>

#include "formats/common/host_port.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/grammers/addresses.hpp"
#include "formats/grammers/database.hpp"
#include "formats/grammers/limits.hpp"
#include "io/sqlite.hpp"

namespace tgferry::formats::grammers {
namespace {

using io::SqliteBuilder;
using io::SqlValue;

constexpr const char* tables = R"(
PRAGMA user_version = 1;
CREATE TABLE dc_home (dc_id INTEGER NOT NULL, PRIMARY KEY(dc_id));
CREATE TABLE dc_option (dc_id INTEGER NOT NULL, ipv4 TEXT NOT NULL, ipv6 TEXT NOT NULL, auth_key BLOB,
                        PRIMARY KEY (dc_id));
CREATE TABLE peer_info (peer_id INTEGER NOT NULL, hash INTEGER, subtype INTEGER, PRIMARY KEY (peer_id));
CREATE TABLE update_state (pts INTEGER NOT NULL, qts INTEGER NOT NULL, date INTEGER NOT NULL,
                           seq INTEGER NOT NULL);
CREATE TABLE channel_state (peer_id INTEGER NOT NULL, pts INTEGER NOT NULL, PRIMARY KEY (peer_id));
)";

void insert_dc(SqliteBuilder& out, std::int32_t dc, const Addresses& at, const AuthKey& key) {
    out.insert("dc_option", {dc, join_host_port({core::format_ip(at.v4), at.port}),
                             join_host_port({core::format_ip(at.v6), at.port}), SqlValue(key.reveal())});
}

SqlValue subtype_of(PeerKind kind) {
    switch (kind) {
        case PeerKind::bot: return bot_bit;
        case PeerKind::channel: return broadcast_bit;
        case PeerKind::supergroup: return megagroup_bit;
        case PeerKind::user:
        case PeerKind::group: break;
    }
    return {};
}

/// Who is logged in is told by the row of that peer alone; without it grammers starts no update stream.
void insert_self(SqliteBuilder& out, const User& user, const Peer* peer) {
    const std::int64_t subtype = self_bit | (*user.is_bot ? bot_bit : 0);
    out.insert("peer_info", {*user.id, peer ? SqlValue(peer->access_hash) : SqlValue(), subtype});
}

void insert_peers(SqliteBuilder& out, const Session& session, const std::vector<PeerRow>& rows) {
    const auto self = std::ranges::find(rows, *session.user.id, &PeerRow::id);
    insert_self(out, session.user, self == rows.end() ? nullptr : self->peer);
    for (const auto& [id, peer] : rows) {
        if (id == *session.user.id) continue;
        const SqlValue hash = peer->kind == PeerKind::group ? SqlValue(0) : SqlValue(peer->access_hash);
        out.insert("peer_info", {id, hash, subtype_of(peer->kind)});
    }
}

void insert_states(SqliteBuilder& out, const Session& session, const std::vector<ChannelState>& channels) {
    if (const auto& state = session.update_state) {
        out.insert("update_state", {state->pts, state->qts, state->date, state->seq});
    }
    for (const auto& [id, pts] : channels) out.insert("channel_state", {id, pts});
}

}  // namespace

Result<SecretBytes> write_database(const Session& session, std::span<const DcKey> others) {
    if (auto fits = check_limits(session); !fits) return std::unexpected(std::move(fits.error()));
    const auto peers = peer_rows(session.peers);
    if (!peers) return std::unexpected(peers.error());
    const auto channels = channel_rows(session.channels);
    if (!channels) return std::unexpected(channels.error());
    SqliteBuilder out;
    out.run(tables);
    out.insert("dc_home", {session.dc});
    insert_dc(out, session.dc, home_addresses(session), session.key);
    for (const DcKey& other : others) {
        insert_dc(out, other.dc, other_addresses(session, other.dc), other.key);
    }
    insert_peers(out, session, *peers);
    insert_states(out, session, *channels);
    return std::move(out).finish();
}

}  // namespace tgferry::formats::grammers
