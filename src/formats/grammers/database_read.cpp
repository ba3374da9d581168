#include <fmt/format.h>

#include "core/cursor.hpp"
#include "formats/common/dc_keys.hpp"
#include "formats/common/each_owner.hpp"
#include "formats/common/host_port.hpp"
#include "formats/common/need_database.hpp"
#include "formats/common/newer_version.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/common/session_rows.hpp"
#include "formats/common/spare.hpp"
#include "formats/grammers/database.hpp"

namespace tgferry::formats::grammers {
namespace {

constexpr std::int64_t newest = 1;

/// grammers connects to the IPv4 address.
std::optional<Endpoint> endpoint_of(const io::Rows& row, std::vector<Warning>& warnings) {
    auto endpoint = split_ip_port(row.text("ipv4").value_or(""));
    if (!endpoint || !split_ip_port(row.text("ipv6").value_or(""))) {
        warnings.push_back(
            {"odd_address",
             fmt::format("the addresses of DC {} are none; grammers itself cannot open the file",
                         row.integer("dc_id").value_or(0))});
    }
    return endpoint;
}

constexpr DcTable dc_table = {.name = "dc_option", .id = "dc_id", .key = "auth_key", .endpoint = endpoint_of};

Result<std::optional<std::int32_t>> read_home(const AccountTables& own) {
    std::optional<std::int32_t> home;
    auto read = first_row(own, "dc_home", [&](const io::Rows& row) { home = int32_column(row, "dc_id"); });
    if (!read) return std::unexpected(std::move(read.error()));
    return home;
}

/// Whether all of these bits are set.
bool has(std::int64_t subtype, std::int64_t bits) {
    return (subtype & bits) == bits;
}

/// In grammers' own order: a gigagroup has the bits of both others.
PeerKind kind_of(PeerKind marked, std::int64_t subtype) {
    if (marked == PeerKind::user && has(subtype, bot_bit)) return PeerKind::bot;
    if (marked != PeerKind::channel) return marked;
    if (has(subtype, broadcast_bit) && !has(subtype, megagroup_bit)) return PeerKind::channel;
    const bool group = has(subtype, megagroup_bit) || has(subtype, community_bit);
    return group ? PeerKind::supergroup : PeerKind::channel;
}

/// The account's own row is a peer as well where it has an access hash.
bool read_peer(const io::Rows& row, Session& session) {
    const auto id = unmark(row.integer("peer_id").value_or(0));
    if (!id) return false;
    const std::int64_t subtype = row.integer("subtype").value_or(0);
    auto hash = row.integer("hash");
    if (hash == 0) hash.reset();
    const bool self = id->kind == PeerKind::user && has(subtype, self_bit) && !session.user.id;
    if (self) {
        session.user.id = id->id;
        session.user.is_bot = has(subtype, bot_bit);
        if (!hash) return true;
    }
    session.peers.push_back(bare_peer(id->id, kind_of(id->kind, subtype)));
    session.peers.back().access_hash = hash;
    return true;
}

Result<void> read_peers(const AccountTables& own, Session& session, std::vector<Warning>& warnings) {
    if (!own.has_table("peer_info")) return {};
    auto rows = own.rows("peer_info");
    if (!rows) return std::unexpected(std::move(rows.error()));
    std::size_t ignored = 0;
    auto read = each_row(*rows, [&](const io::Rows& row) {
        if (!read_peer(row, session)) ++ignored;
    });
    if (ignored > 0) {
        warnings.push_back(
            {"peers_ignored",
             fmt::format("{} rows of peer_info have no usable id and were passed over", ignored)});
    }
    return spare(std::move(read), "the rows of peer_info", warnings);
}

Result<void> read_states(const AccountTables& own, Session& session, std::vector<Warning>& warnings) {
    if (own.has_table("update_state")) {
        auto read =
            spare(first_row(own, "update_state",
                            [&](const io::Rows& row) { session.update_state = update_state_columns(row); }),
                  "the rows of update_state", warnings);
        if (!read) return read;
    }
    auto channels = read_channel_table(own, "channel_state", "peer_id", warnings);
    if (!channels) return std::unexpected(std::move(channels.error()));
    session.channels = std::move(*channels);
    return {};
}

/// PRAGMA user_version, which lies in the header of the file.
std::int64_t version_of(const Probe& probe) {
    constexpr std::size_t at = 60;
    core::Cursor in(probe.input().bytes());
    (void)in.take(at, "header");
    const std::uint32_t version = in.u32_be("user_version");
    return in.ok() ? version : 0;
}

Result<Bundle> read_one(const AccountTables& own, const Facts& facts) {
    Bundle bundle;
    const auto home = read_home(own);
    if (!home) return std::unexpected(home.error());
    auto known = read_dc_table(own, dc_table, bundle.warnings);
    if (!known) return std::unexpected(std::move(known.error()));
    auto session = home_session(std::move(*known), *home, facts, bundle.warnings);
    if (!session) return std::unexpected(std::move(session.error()));
    if (auto read = read_peers(own, *session, bundle.warnings); !read) return std::unexpected(read.error());
    if (auto read = read_states(own, *session, bundle.warnings); !read) return std::unexpected(read.error());
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

}  // namespace

bool is_database(const Probe& probe) {
    const auto* db = probe.sqlite();
    return db && db->has_column("dc_home", "dc_id") && db->has_column("dc_option", "dc_id") &&
           db->has_column("dc_option", "ipv4") && db->has_column("dc_option", "ipv6") &&
           db->has_column("dc_option", "auth_key");
}

Result<Bundle> read_database(const Probe& probe, const Facts& facts) {
    const auto opened = need_database(probe);
    if (!opened) return std::unexpected(opened.error());
    const io::SqliteReader* db = *opened;
    if (!is_database(probe)) {
        return fail(ErrorCode::damaged, "the database lacks the tables dc_home and dc_option of grammers",
                    "let tgferry find the format itself: leave --from away");
    }
    auto bundle = read_each_owner(*db, dc_table.name, dc_table.id,
                                  [&](const AccountTables& own) { return read_one(own, facts); });
    if (!bundle) return bundle;
    const std::int64_t version = version_of(probe);
    bundle->variant = fmt::format("version {}", version);
    if (version > newest) {
        bundle->warnings.push_back(newer_version(fmt::format("version {} of grammers", version), newest));
    }
    return bundle;
}

}  // namespace tgferry::formats::grammers
