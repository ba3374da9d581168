// Writes what mtcute itself creates, without its dispatcher's tables. Each table that is there must have its
// row in mtcute_migrations: mtcute creates key_value and peers without asking whether they exist.
#include <fmt/format.h>

#include <algorithm>

#include "core/json.hpp"
#include "formats/common/other_keys.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/mtcute/access_hash.hpp"
#include "formats/mtcute/dc_option.hpp"
#include "formats/mtcute/storage.hpp"
#include "formats/mtcute/values.hpp"
#include "io/sqlite.hpp"

namespace tgferry::formats::mtcute {
namespace {

using io::SqliteBuilder;

constexpr const char* tables = R"(
CREATE TABLE mtcute_migrations (repo text not null primary key, version integer not null);
CREATE TABLE auth_keys (dc integer primary key, key blob not null);
CREATE TABLE temp_auth_keys (dc integer not null, idx integer not null, key blob not null,
    expires integer not null, primary key (dc, idx));
CREATE TABLE key_value (key text primary key, value blob not null);
CREATE TABLE message_refs (peer_id integer not null, chat_id integer not null, msg_id integer not null);
CREATE INDEX idx_message_refs_peer on message_refs (peer_id);
CREATE INDEX idx_message_refs on message_refs (chat_id, msg_id);
CREATE TABLE peers (id integer primary key, hash text not null, usernames json not null,
    updated integer not null, phone text, complete blob, isMin integer not null default false);
CREATE INDEX idx_peers_usernames on peers (usernames);
CREATE INDEX idx_peers_phone on peers (phone);
INSERT INTO mtcute_migrations VALUES ('auth_keys', 1), ('kv', 1), ('ref_messages', 1), ('peers', 2);
)";

/// The table key_value.
void put(SqliteBuilder& out, std::string_view key, const SecretBytes& value) {
    out.insert("key_value", {key, value.view()});
}

/// Only blobs of version 2, which mtcute reads since 0.19, say that a DC is a test DC.
void put_dc(SqliteBuilder& out, const Session& session, const Endpoint& endpoint, Purpose purpose) {
    put(out, purpose == Purpose::main ? "dc_main" : "dc_media",
        session.test ? test_dc_option(session.dc, endpoint, purpose)
                     : basic_dc_option(session.dc, endpoint, purpose));
}

void put_keys(SqliteBuilder& out, const Session& session, std::vector<Warning>& warnings) {
    out.insert("auth_keys", {session.dc, session.key.reveal()});
    for (const DcKey& other : storable_keys(session, last_dc, "mtcute", warnings)) {
        out.insert("auth_keys", {other.dc, other.key.reveal()});
    }
}

Result<void> put_state(SqliteBuilder& out, const Session& session) {
    const auto channels = channel_rows(session.channels);
    if (!channels) return std::unexpected(channels.error());
    for (const auto& [id, pts] : *channels) put(out, fmt::format("updates_channel:{}", id), write_i32(pts));
    if (!session.update_state) return {};
    const UpdateState& state = *session.update_state;
    if (state.date < 0 || state.date > INT32_MAX) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("the update state has the date {}, which no server gives out", state.date));
    }
    put(out, "updates_pts", write_i32(state.pts));
    put(out, "updates_qts", write_i32(state.qts));
    put(out, "updates_date", write_i32(static_cast<std::int32_t>(state.date)));
    put(out, "updates_seq", write_i32(state.seq));
    return {};
}

Result<void> put_salts(SqliteBuilder& out, std::vector<Salt> salts) {
    std::ranges::stable_sort(salts, {}, &Salt::dc);
    for (auto first = salts.begin(); first != salts.end();) {
        const auto last =
            std::find_if(first, salts.end(), [&](const Salt& salt) { return salt.dc != first->dc; });
        const auto value = write_salts({first, last});
        if (!value) return std::unexpected(value.error());
        put(out, fmt::format("salts:{}", first->dc), *value);
        first = last;
    }
    return {};
}

/// Milliseconds; 0, which sends mtcute to the server for a username, where the date is unknown or none.
std::int64_t updated_of(const Peer& peer) {
    const std::int64_t date = peer.updated.value_or(0);
    return date < 0 || date > INT64_MAX / 1000 ? 0 : date * 1000;
}

Result<void> put_peers(SqliteBuilder& out, const Session& session) {
    const auto rows = peer_rows(session.peers);
    if (!rows) return std::unexpected(rows.error());
    for (const auto& [id, peer] : *rows) {
        core::Json names = core::Json::array();
        for (const std::string& name : peer->usernames) names.push_back(lower_case(name));
        const bool group = peer->kind == PeerKind::group;
        const std::string hash = group ? "" : format_halves(peer->access_hash.value_or(0));
        // The whole user or chat, which is not known here: empty reads as unknown.
        const std::span<const std::uint8_t> complete;
        out.insert("peers",
                   {id, hash, reveal(core::dump(names)), updated_of(*peer), peer->phone, complete, 0});
    }
    return {};
}

}  // namespace

Result<SecretBytes> write_storage(const Session& session, std::vector<Warning>& warnings) {
    if (auto writable = check_writable(session, "mtcute-sqlite"); !writable)
        return std::unexpected(std::move(writable.error()));
    SqliteBuilder out;
    out.run(tables);
    put_keys(out, session, warnings);
    put_dc(out, session, *session.endpoint, Purpose::main);
    if (session.media_endpoint) put_dc(out, session, *session.media_endpoint, Purpose::media);
    if (session.user.id && session.user.is_bot) put(out, "current_user", write_current_user(session.user));
    if (auto done = put_state(out, session); !done) return std::unexpected(std::move(done.error()));
    if (auto done = put_salts(out, session.salts); !done) return std::unexpected(std::move(done.error()));
    if (auto done = put_peers(out, session); !done) return std::unexpected(std::move(done.error()));
    return std::move(out).finish();
}

}  // namespace tgferry::formats::mtcute
