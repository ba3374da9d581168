// Reads by column name only: migrated files hold the columns in another order than fresh ones.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/repeated.hpp"
#include "formats/common/flags.hpp"
#include "formats/common/need_database.hpp"
#include "formats/common/newer_version.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/common/pyrogram_placeholders.hpp"
#include "formats/common/session_rows.hpp"
#include "formats/common/spare.hpp"
#include "formats/common/text_address.hpp"
#include "formats/pyrogram/database.hpp"

namespace tgferry::formats::pyrogram {
namespace {

constexpr std::int64_t newest_kurigram = 7;

/// Peers by marked id, in the table's order.
struct Peers {
    std::vector<Peer> list{};
    std::map<std::int64_t, std::size_t> place{};  ///< ids are the input's: a hash table has a worst case
    std::size_t ignored = 0;
};

Session session_of(const io::Rows& row, AuthKey key, std::vector<Warning>& warnings) {
    Session session{.dc = int32_column(row, "dc_id").value_or(0), .key = std::move(key)};
    session.endpoint = endpoint_columns(row, warnings);
    if (session.endpoint) doubt_address(*session.endpoint, warnings);
    session.test = flag_column(row, "test_mode", warnings).value_or(false);
    if (const auto id = row.integer("user_id")) session.user.id = known_user_id(*id, warnings);
    session.user.is_bot = flag_column(row, "is_bot", warnings);
    session.api.id = known_api_id(row.integer("api_id").value_or(0));
    if (const auto date = row.number("date"); date && *date > 0) session.saved = date;
    for (const std::string_view column : {"test_mode", "user_id", "is_bot"}) {
        if (!row.is_null(column)) continue;
        warnings.push_back(
            {"would_be_reset", fmt::format("{} is NULL: Pyrogram itself would make a new key instead of "
                                           "using this one",
                                           column)});
    }
    return session;
}

/// Newer kinds of kurigram are all reached as channels.
std::optional<PeerKind> kind_of(std::string_view type) {
    if (type == "user") return PeerKind::user;
    if (type == "bot") return PeerKind::bot;
    if (type == "group") return PeerKind::group;
    if (type == "channel") return PeerKind::channel;
    const bool like_supergroup =
        type == "supergroup" || type == "forum" || type == "direct" || type == "community";
    return like_supergroup ? std::optional(PeerKind::supergroup) : std::nullopt;
}

/// The mark and the type must agree.
bool agree(PeerKind marked, PeerKind typed) {
    if (typed == PeerKind::bot) return marked == PeerKind::user;
    if (typed == PeerKind::supergroup) return marked == PeerKind::channel;
    return marked == typed;
}

void read_peer(const io::Rows& row, Peers& peers) {
    const std::int64_t marked = row.integer("id").value_or(0);
    const auto id = unmark(marked);
    const auto kind = kind_of(row.text("type").value_or(""));
    if (!id || !kind || !agree(id->kind, *kind)) {
        ++peers.ignored;
        return;
    }
    Peer peer = bare_peer(id->id, *kind);
    peer.access_hash = row.integer("access_hash");
    if (peer.access_hash == 0) peer.access_hash.reset();
    if (const auto name = row.text("username"); name && !name->empty()) peer.usernames.emplace_back(*name);
    peer.phone = row.text_or_number("phone_number");
    if (peer.phone == "") peer.phone.reset();
    if (const auto date = row.number("last_update_on"); date && *date > 0) peer.updated = date;
    peers.place.emplace(marked, peers.list.size());
    peers.list.push_back(std::move(peer));
}

/// Both layouts of the table usernames. A peer's own column `username` comes first.
void read_username(const io::Rows& row, Peers& peers) {
    const bool pyrofork = row.has("peer_id");
    const auto peer = row.integer(pyrofork ? "peer_id" : "id");
    const auto name = row.text(pyrofork ? "id" : "username");
    const auto found = peers.place.find(peer.value_or(0));
    if (!name || name->empty() || found == peers.place.end()) return;
    peers.list[found->second].usernames.emplace_back(*name);
}

Result<void> read_table(const AccountTables& own, std::string_view table, Peers& peers,
                        void (*use)(const io::Rows&, Peers&), std::vector<Warning>& warnings) {
    if (!own.has_table(table)) return {};
    auto rows = own.rows(table);
    if (!rows) return std::unexpected(std::move(rows.error()));
    return spare(each_row(*rows, [&](const io::Rows& row) { use(row, peers); }),
                 fmt::format("the rows of {}", table), warnings);
}

Result<void> read_peers(const AccountTables& own, Session& session, std::vector<Warning>& warnings) {
    Peers peers;
    if (auto read = read_table(own, "peers", peers, read_peer, warnings); !read) return read;
    if (auto read = read_table(own, "usernames", peers, read_username, warnings); !read) return read;
    for (Peer& peer : peers.list) core::keep_first_of_each(peer.usernames);
    if (peers.ignored > 0) {
        warnings.push_back(
            {"peers_ignored", fmt::format("{} rows of peers have no usable id or type and were passed "
                                          "over",
                                          peers.ignored)});
    }
    session.peers = std::move(peers.list);
    return {};
}

Result<void> read_rest(const AccountTables& own, Session& session, std::vector<Warning>& warnings) {
    if (auto read = read_peers(own, session, warnings); !read) return read;
    return read_update_state(own, session, warnings);
}

constexpr std::array<std::string_view, 3> other_tables = {"peers", "usernames", "update_state"};
constexpr SessionTable table = {.make = session_of, .rest = read_rest, .other_tables = other_tables};

/// Whose schema it is, with the newest version known of it. The number alone does not tell: pyrofork's 4 is
/// another schema than kurigram's.
struct Owner {
    std::string_view name;
    std::int64_t newest;
};
Owner owner_of(const io::SqliteReader& db) {
    const bool names = db.has_table("usernames");
    if (names && db.has_column("usernames", "peer_id")) return {"pyrofork", 4};
    if (names) return {"kurigram", newest_kurigram};
    if (db.has_table("update_state")) return {"pyrofork", 4};
    return {"pyrogram", 3};
}

/// The table of the logins alone, as importers make it, by columns that only Pyrogram's has.
bool is_without_version(const io::SqliteReader& db) {
    for (const std::string_view column : {"test_mode", "user_id", "is_bot", "date"}) {
        if (!db.has_column("sessions", column)) return false;
    }
    return !db.has_table("version") && !db.has_column("sessions", "api_hash");  // MTGo's
}

}  // namespace

bool is_database(const Probe& probe) {
    const auto* db = probe.sqlite();
    if (!db || !db->has_column("sessions", "dc_id") || !db->has_column("sessions", "auth_key")) return false;
    return db->has_column("version", "number") || is_without_version(*db);
}

Result<Bundle> read_database(const Probe& probe, const Facts& facts) {
    const auto opened = need_database(probe);
    if (!opened) return std::unexpected(opened.error());
    const io::SqliteReader* db = *opened;
    if (db->has_column("version", "version")) {
        return fail(ErrorCode::damaged, "a Telethon file, not a Pyrogram file",
                    "let tgferry find the format itself: leave --from away");
    }
    std::int64_t number = 0;
    if (db->has_table("version")) {
        auto rows = db->rows("version");
        if (!rows) return std::unexpected(std::move(rows.error()));
        const auto read = each_row(*rows, [&](const io::Rows& row) {
            number = std::max(number, row.integer("number").value_or(0));
        });
        if (!read) return std::unexpected(read.error());
    }
    const Owner owner = owner_of(*db);
    Bundle bundle{.variant = fmt::format("{} {}", owner.name, number)};
    if (number <= 0) {
        bundle.warnings.push_back(
            {"schema_missing", "the file has no version number; Pyrogram itself cannot open it"});
        bundle.variant = "version unknown";
    } else if (number > owner.newest) {
        bundle.warnings.push_back(
            newer_version(fmt::format("version {} of {}", number, owner.name), owner.newest));
    }
    const AccountTables tables(*db);
    auto read = read_sessions({&tables, 1}, table, facts, bundle);
    if (!read) return std::unexpected(std::move(read.error()));
    return bundle;
}

}  // namespace tgferry::formats::pyrogram
