// Telethon 2 takes `select *` apart by position: the columns and their order are those of its own statements.
#include "formats/common/host_port.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/telethon/v2_database.hpp"
#include "io/sqlite.hpp"

namespace tgferry::formats::telethon {
namespace {

constexpr const char* tables = R"(
CREATE TABLE version (version INTEGER PRIMARY KEY);
CREATE TABLE datacenter (id INTEGER PRIMARY KEY, ipv4_addr TEXT, ipv6_addr TEXT, auth BLOB);
CREATE TABLE user (id INTEGER PRIMARY KEY, dc INTEGER NOT NULL, bot INTEGER NOT NULL, username TEXT);
CREATE TABLE state (pts INTEGER NOT NULL, qts INTEGER NOT NULL, date INTEGER NOT NULL, seq INTEGER NOT NULL);
CREATE TABLE channelstate (id INTEGER PRIMARY KEY, pts INTEGER NOT NULL);
)";
constexpr int version = 10;

/// Channels without a state of the account are passed over by Telethon, so it gets one of zeros, "none".
void insert_states(io::SqliteBuilder& out, const Session& session,
                   const std::vector<ChannelState>& channels) {
    if (!session.update_state && channels.empty()) return;
    const UpdateState state = session.update_state.value_or(UpdateState{});
    out.insert("state", {state.pts, state.qts, state.date, state.seq});
    for (const auto& [id, pts] : channels) out.insert("channelstate", {id, pts});
}

}  // namespace

Result<SecretBytes> write_v2_database(const Session& session, std::span<const DcKey> others) {
    const auto channels = channel_rows(session.channels);
    if (!channels) return std::unexpected(channels.error());
    io::SqliteBuilder out;
    out.run(tables);
    out.insert("version", {version});
    out.insert("datacenter",
               {session.dc, join_host_port(*session.endpoint), {}, io::SqlValue(session.key.reveal())});
    // Where there is no address, Telethon takes its own.
    for (const DcKey& other : others) {
        out.insert("datacenter", {other.dc, {}, {}, io::SqlValue(other.key.reveal())});
    }
    const auto& names = session.user.usernames;
    out.insert("user", {*session.user.id, session.dc, *session.user.is_bot,
                        names.empty() ? io::SqlValue() : io::SqlValue(names.front())});
    insert_states(out, session, *channels);
    return std::move(out).finish();
}

}  // namespace tgferry::formats::telethon
