// Reads by column name only: migrated files hold the columns in another order than fresh ones.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "formats/common/need_database.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/common/pyrogram_placeholders.hpp"
#include "formats/common/session_rows.hpp"
#include "formats/common/text_address.hpp"
#include "formats/pyrogram/database.hpp"

namespace tgferry::formats::pyrogram {
namespace {

constexpr std::int64_t newest_kurigram = 7;

/// Peers by marked id, in the table's order.
struct Peers {
    std::vector<Peer> list{};
    std::unordered_map<std::int64_t, std::size_t> place{};
    std::size_t ignored = 0;
};

Session session_of(const io::Rows& row, AuthKey key, std::vector<Warning>& warnings) {
    Session session{.dc = int32_column(row, "dc_id").value_or(0), .key = std::move(key)};
    session.endpoint = endpoint_columns(row, warnings);
    if (session.endpoint) doubt_address(*session.endpoint, warnings);
    session.test = row.integer("test_mode").value_or(0) != 0;
    if (const auto id = row.integer("user_id")) session.user.id = known_user_id(*id, warnings);
    if (const auto bot = row.integer("is_bot")) session.user.is_bot = *bot != 0;
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
    auto& names = peers.list[found->second].usernames;
    if (std::ranges::find(names, *name) == names.end()) names.emplace_back(*name);
}

Result<void> read_table(const io::SqliteReader& db, std::string_view table, Peers& peers,
                        void (*use)(const io::Rows&, Peers&)) {
    if (!db.has_table(table)) return {};
    auto rows = db.rows(table);
    if (!rows) return std::unexpected(std::move(rows.error()));
    return each_row(*rows, [&](const io::Rows& row) { use(row, peers); });
}

Result<std::vector<Peer>> read_peers(const io::SqliteReader& db, std::vector<Warning>& warnings) {
    Peers peers;
    if (auto read = read_table(db, "peers", peers, read_peer); !read) return std::unexpected(read.error());
    if (auto read = read_table(db, "usernames", peers, read_username); !read)
        return std::unexpected(read.error());
    if (peers.ignored > 0) {
        warnings.push_back(
            {"peers_ignored", fmt::format("{} rows of peers have no usable id or type and were passed "
                                          "over",
                                          peers.ignored)});
    }
    return std::move(peers.list);
}

/// The number alone does not tell: pyrofork's 4 is another schema than kurigram's.
std::string variant_of(const io::SqliteReader& db, std::int64_t number) {
    const bool names = db.has_table("usernames");
    if (names && db.has_column("usernames", "peer_id")) return fmt::format("pyrofork {}", number);
    if (number > newest_kurigram) return fmt::format("wzgram {}", number);
    if (names) return fmt::format("kurigram {}", number);
    if (db.has_table("update_state")) return fmt::format("pyrofork {}", number);
    return fmt::format("pyrogram {}", number);
}

}  // namespace

bool is_database(const Probe& probe) {
    const auto* db = probe.sqlite();
    return db && db->has_column("version", "number") && db->has_column("sessions", "dc_id") &&
           db->has_column("sessions", "auth_key");
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
    Bundle bundle;
    bundle.variant = variant_of(*db, number);
    if (number <= 0) {
        bundle.warnings.push_back(
            {"schema_missing", "the file has no version number; Pyrogram itself cannot open it"});
    }
    auto session = read_home_row(*db, session_of, facts, bundle.warnings);
    if (!session) return std::unexpected(std::move(session.error()));
    auto peers = read_peers(*db, bundle.warnings);
    if (!peers) return std::unexpected(std::move(peers.error()));
    session->peers = std::move(*peers);
    if (auto read = read_update_state(*db, *session, bundle.warnings); !read)
        return std::unexpected(read.error());
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

}  // namespace tgferry::formats::pyrogram
