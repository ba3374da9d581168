#include <fmt/format.h>

#include <array>
#include <tuple>

#include "formats/common/flags.hpp"
#include "formats/common/need_database.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/common/pyrogram_placeholders.hpp"
#include "formats/common/session_rows.hpp"
#include "formats/common/spare.hpp"
#include "formats/common/text_address.hpp"
#include "formats/mtgo/database.hpp"

namespace tgferry::formats::mtgo {
namespace {

/// Nothing for NULL and the empty text.
std::optional<std::string> text_column(const io::Rows& row, std::string_view column) {
    const auto text = row.text(column);
    if (!text || text->empty()) return std::nullopt;
    return std::string(*text);
}

Session session_of(const io::Rows& row, AuthKey key, std::vector<Warning>& warnings) {
    Session session{.dc = int32_column(row, "dc_id").value_or(0), .key = std::move(key)};
    session.endpoint = endpoint_columns(row, warnings);
    if (session.endpoint) doubt_address(*session.endpoint, warnings);
    session.test = flag_column(row, "test_mode", warnings).value_or(false);
    if (const auto id = row.integer("user_id"); id && *id > 0) {
        session.user.id = id;
        session.user.is_bot = flag_column(row, "is_bot", warnings).value_or(false);
    }
    session.user.first_name = text_column(row, "first_name");
    session.user.last_name = text_column(row, "last_name");
    if (auto username = text_column(row, "username")) session.user.usernames = {std::move(*username)};
    session.api.id = pyrogram::known_api_id(row.integer("api_id").value_or(0));
    session.api.hash = text_column(row, "api_hash");
    if (const auto date = row.integer("date"); date && *date > 0) session.created = date;
    return session;
}

bool more_likely(const Session& a, const Session& b) {
    const auto rank = [](const Session& s) {
        return std::tuple(!s.user.id.has_value(), -s.created.value_or(0), s.dc);
    };
    return rank(a) < rank(b);
}

std::optional<PeerKind> kind_of(std::optional<std::int64_t> type) {
    if (type == 0) return PeerKind::user;
    if (type == 1) return PeerKind::group;
    return type == 2 ? std::optional(PeerKind::channel) : std::nullopt;
}

std::optional<std::string> name_of(const io::Rows& row) {
    auto first = text_column(row, "first_name");
    const auto last = text_column(row, "last_name");
    if (!first) return last;
    if (last) *first += ' ' + *last;
    return first;
}

std::optional<Peer> peer_of(const io::Rows& row) {
    const std::int64_t id = row.integer("id").value_or(0);
    const auto kind = kind_of(row.integer("type"));
    if (!kind || !mark(*kind, id)) return std::nullopt;
    Peer peer = bare_peer(id, *kind);
    peer.access_hash = row.integer("access_hash");
    if (peer.access_hash == 0) peer.access_hash.reset();
    if (auto username = text_column(row, "username")) peer.usernames.push_back(std::move(*username));
    peer.phone = row.text_or_number("phone_number");
    if (peer.phone == "") peer.phone.reset();
    peer.name = name_of(row);
    if (const auto date = row.integer("last_updated"); date && *date > 0) peer.updated = date;
    return peer;
}

Result<void> read_peers(const AccountTables& own, Session& session, std::vector<Warning>& warnings) {
    if (!own.has_table("peers")) return {};
    auto rows = own.rows("peers");
    if (!rows) return std::unexpected(std::move(rows.error()));
    std::size_t ignored = 0;
    auto read = each_row(*rows, [&](const io::Rows& row) {
        if (auto peer = peer_of(row)) {
            session.peers.push_back(std::move(*peer));
        } else {
            ++ignored;
        }
    });
    if (ignored > 0) {
        warnings.push_back(
            {"peers_ignored", fmt::format("{} rows of peers have no usable id or type and were passed "
                                          "over",
                                          ignored)});
    }
    return spare(std::move(read), "the rows of peers", warnings);
}

/// A file may hold the state of several session names. The name whose state is furthest counts.
Result<std::string> read_own_state(const AccountTables& own, Session& session,
                                   std::vector<Warning>& warnings) {
    std::string name;
    if (!own.has_table("update_state")) return name;
    auto rows = own.rows("update_state");
    if (!rows) return std::unexpected(std::move(rows.error()));
    auto read = each_row(*rows, [&](const io::Rows& row) {
        const UpdateState state{int32_column(row, "pts").value_or(0), int32_column(row, "qts").value_or(0),
                                row.number("date").value_or(0), int32_column(row, "seq").value_or(0)};
        if (state == UpdateState{}) return;
        if (session.update_state && session.update_state->date >= state.date) return;
        session.update_state = state;
        name = std::string(row.text("session_id").value_or(""));
    });
    if (auto spared = spare(std::move(read), "the rows of update_state", warnings); !spared)
        return std::unexpected(std::move(spared.error()));
    return name;
}

Result<void> read_channels(const AccountTables& own, const std::string& name, Session& session,
                           std::vector<Warning>& warnings) {
    if (!own.has_table("channel_update_state")) return {};
    auto rows = own.rows("channel_update_state");
    if (!rows) return std::unexpected(std::move(rows.error()));
    auto read = each_row(*rows, [&](const io::Rows& row) {
        const std::int64_t id = row.integer("channel_id").value_or(0);
        const std::int32_t pts = int32_column(row, "pts").value_or(0);
        const bool other = session.update_state && row.text("session_id") != std::string_view(name);
        if (!other && pts > 0 && mark(PeerKind::channel, id)) session.channels.push_back({id, pts});
    });
    return spare(std::move(read), "the rows of channel_update_state", warnings);
}

Result<void> read_rest(const AccountTables& own, Session& session, std::vector<Warning>& warnings) {
    if (auto read = read_peers(own, session, warnings); !read) return read;
    const auto name = read_own_state(own, session, warnings);
    if (!name) return std::unexpected(name.error());
    return read_channels(own, *name, session, warnings);
}

constexpr std::array<std::string_view, 3> other_tables = {"peers", "update_state", "channel_update_state"};
constexpr SessionTable table = {
    .make = session_of, .before = more_likely, .rest = read_rest, .other_tables = other_tables};

}  // namespace

bool is_database(const Probe& probe) {
    const auto* db = probe.sqlite();
    if (!db || db->has_table("version") || !db->has_table("update_dedup")) return false;
    for (const std::string_view column : {"dc_id", "auth_key", "api_hash", "server_address"}) {
        if (!db->has_column("sessions", column)) return false;
    }
    return true;
}

Result<Bundle> read_database(const Probe& probe, const Facts& facts) {
    const auto opened = need_database(probe);
    if (!opened) return std::unexpected(opened.error());
    const io::SqliteReader* db = *opened;
    if (db->has_table("version")) {
        return fail(ErrorCode::damaged, "a Telethon or Pyrogram file, not one of MTGo",
                    "let tgferry find the format itself: leave --from away");
    }
    Bundle bundle;
    bundle.variant = "storage/sqlite";
    const AccountTables tables(*db);
    auto read = read_sessions({&tables, 1}, table, facts, bundle);
    if (!read) return std::unexpected(std::move(read.error()));
    return bundle;
}

}  // namespace tgferry::formats::mtgo
