// Reads by column name only: migrated files and forks order the columns differently, and Telethon 1.43
// and 1.44 themselves swap takeout_id and tmp_auth_key each time they open a file of schema 8 (1.45 does
// not).
#include <fmt/format.h>

#include <array>

#include "formats/common/need_database.hpp"
#include "formats/common/newer_version.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/common/session_rows.hpp"
#include "formats/common/spare.hpp"
#include "formats/common/telethon_file.hpp"
#include "formats/common/text_address.hpp"

namespace tgferry::formats::telethon {
namespace {

constexpr std::int64_t newest_schema = 8;
constexpr std::string_view sessions = "sessions";

/// tmp_auth_key is never read as a key: it is bound to the permanent one and dies within a day.
std::optional<std::int64_t> takeout_of(const io::Rows& row) {
    if (const auto takeout = row.integer("takeout_id")) return takeout;
    return row.integer("tmp_auth_key");  // a takeout id that schema 8's swap displaced
}

Session session_of(const io::Rows& row, AuthKey key, std::vector<Warning>& warnings) {
    Session session{.dc = int32_column(row, "dc_id").value_or(0), .key = std::move(key)};
    session.endpoint = endpoint_columns(row, warnings);
    if (session.endpoint) doubt_address(*session.endpoint, warnings);
    session.takeout_id = takeout_of(row);
    return session;
}

Peer peer_of(const io::Rows& row, const Unmarked& id) {
    Peer peer = bare_peer(id.id, id.kind);
    peer.access_hash = row.integer("hash");
    if (peer.access_hash == 0) peer.access_hash.reset();
    if (const auto username = row.text("username"); username && !username->empty()) {
        peer.usernames.emplace_back(*username);
    }
    peer.phone = row.text_or_number("phone");
    if (peer.phone == "") peer.phone.reset();
    if (const auto name = row.text("name")) peer.name = std::string(*name);
    peer.updated = row.number("date");
    return peer;
}

/// Since 1.28 the row with id 0 holds the id of the account itself in `hash`.
Result<void> read_entities(const AccountTables& own, Session& session, std::vector<Warning>& warnings) {
    if (!own.has_table("entities")) return {};
    auto rows = own.rows("entities");
    if (!rows) return std::unexpected(std::move(rows.error()));
    std::size_t ignored = 0;
    auto read = each_row(*rows, [&](const io::Rows& row) {
        const auto id = row.integer("id");
        if (id == 0) {
            const auto self = row.integer("hash");
            if (self && *self > 0) session.user.id = self;
        } else if (const auto unmarked = unmark(id.value_or(0))) {
            session.peers.push_back(peer_of(row, *unmarked));
        } else {
            ++ignored;
        }
    });
    if (ignored > 0) {
        warnings.push_back(
            {"peers_ignored",
             fmt::format("{} rows of entities have no usable id and were passed over", ignored)});
    }
    return spare(std::move(read), "the rows of entities", warnings);
}

Result<void> read_rest(const AccountTables& own, Session& session, std::vector<Warning>& warnings) {
    if (auto read = read_entities(own, session, warnings); !read) return read;
    return read_update_state(own, session, warnings);
}

constexpr std::array<std::string_view, 2> other_tables = {"entities", "update_state"};
constexpr SessionTable table = {.make = session_of, .rest = read_rest, .other_tables = other_tables};

/// Tables for several clients, as telethon-session-sqlalchemy keeps them: rows with the name of their
/// session.
bool is_shared(const io::SqliteReader& db, const std::string& name) {
    for (const std::string_view column : {"session_id", "dc_id", "server_address", "port", "auth_key"}) {
        if (!db.has_column(name, column)) return false;
    }
    return !db.has_column(name, "api_hash") && !db.has_column(name, "test_mode");  // MTGo's, Pyrogram's
}

/// What stands before the names of the shared tables in a database that keeps other things as well.
std::vector<std::string> prefixes_of(const io::SqliteReader& db) {
    std::vector<std::string> prefixes;
    for (const std::string& name : db.tables()) {
        if (name.size() < sessions.size() || !is_shared(db, name)) continue;
        const std::size_t end = name.size() - sessions.size();
        if (io::same_name(std::string_view(name).substr(end), sessions))
            prefixes.push_back(name.substr(0, end));
    }
    return prefixes;
}

Result<std::string> schema_name(const AccountTables& tables, std::vector<Warning>& warnings) {
    std::optional<std::int64_t> schema;
    if (tables.has_table("version")) {
        auto rows = tables.rows("version");
        if (!rows) return std::unexpected(std::move(rows.error()));
        const auto read = each_row(*rows, [&](const io::Rows& row) {
            if (const auto number = row.integer("version")) schema = std::max(schema.value_or(0), *number);
        });
        if (!read) return std::unexpected(read.error());
    }
    if (!schema) {
        warnings.push_back(
            {"schema_missing", "the file has no schema number; Telethon itself cannot open it"});
        return "schema unknown";
    }
    if (*schema > newest_schema) {
        warnings.push_back(newer_version(fmt::format("schema {} of Telethon", *schema), newest_schema));
    }
    return fmt::format("schema {}", *schema);
}

/// These tables have version numbers of their own, which say nothing of the columns.
Result<Bundle> read_shared(const io::SqliteReader& db, const std::vector<std::string>& prefixes,
                           const Facts& facts) {
    Bundle bundle{.variant = "shared tables"};
    std::vector<AccountTables> all;
    for (const std::string& prefix : prefixes) all.emplace_back(db, prefix);
    auto read = read_sessions(all, table, facts, bundle);
    if (!read) return std::unexpected(std::move(read.error()));
    return bundle;
}

std::unexpected<Error> not_ours(const io::SqliteReader& db) {
    if (db.has_table("datacenter")) {
        return fail(ErrorCode::unsupported_version,
                    "a Telethon 2 file (or one of its drafts), not a Telethon 1 file",
                    "let tgferry find the format itself: leave --from away");
    }
    if (db.has_column("version", "number")) {
        return fail(ErrorCode::damaged, "a Pyrogram file, not a Telethon file",
                    "let tgferry find the format itself: leave --from away");
    }
    return fail(ErrorCode::damaged, "the database has no table sessions with a column auth_key");
}

}  // namespace

bool is_database(const Probe& probe) {
    const auto* db = probe.sqlite();
    if (!db) return false;
    const bool own = db->has_column("version", "version") && db->has_column("sessions", "dc_id") &&
                     db->has_column("sessions", "server_address") && db->has_column("sessions", "auth_key");
    return own || !prefixes_of(*db).empty();
}

Result<Bundle> read_database(const Probe& probe, const ReadOptions& options) {
    const auto opened = need_database(probe);
    if (!opened) return std::unexpected(opened.error());
    const io::SqliteReader* db = *opened;
    const auto prefixes = prefixes_of(*db);
    if (!prefixes.empty()) return read_shared(*db, prefixes, options.facts);
    if (!db->has_column(sessions, "auth_key") || db->has_column("version", "number")) return not_ours(*db);
    Bundle bundle;
    const AccountTables tables(*db);
    auto schema = schema_name(tables, bundle.warnings);
    if (!schema) return std::unexpected(std::move(schema.error()));
    bundle.variant = std::move(*schema);
    auto read = read_sessions({&tables, 1}, table, options.facts, bundle);
    if (!read) return std::unexpected(std::move(read.error()));
    return bundle;
}

}  // namespace tgferry::formats::telethon
