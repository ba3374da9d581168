// gramjs-sqlite: what the package gramjs-sqlitesession opens.
//
//   sessions(dc_id, server_address, port, auth_key)
//
// The package reads the first row of that table and looks at nothing else: a Telethon file is what it was
// made for. A Telethon file is telethon-sqlite here; this is the table alone. It has room for what Telethon's
// files have not: host names, and IPv6 addresses that survive. Telethon cannot open it.
#include <fmt/format.h>

#include "formats/common/need_database.hpp"
#include "formats/common/one_file.hpp"
#include "formats/common/session_rows.hpp"
#include "formats/common/text_address.hpp"
#include "formats/format.hpp"

namespace tgferry::formats {
namespace {

constexpr const char* sessions_table =
    "CREATE TABLE sessions (dc_id INTEGER PRIMARY KEY, server_address TEXT, port INTEGER, auth_key BLOB)";

bool has_sessions(const io::SqliteReader& db) {
    return db.has_column("sessions", "dc_id") && db.has_column("sessions", "server_address") &&
           db.has_column("sessions", "port") && db.has_column("sessions", "auth_key");
}

/// Nothing beside the table, and nothing of Pyrogram's in it: every other library keeps its version or its
/// peers.
bool detect(const Probe& probe) {
    const auto* db = probe.sqlite();
    return db && has_sessions(*db) && !db->has_table("version") && !db->has_column("sessions", "user_id") &&
           !db->has_column("sessions", "api_id") && !db->has_column("sessions", "session_id") &&
           db->tables().size() == 1;
}

Session session_of(const io::Rows& row, AuthKey key, std::vector<Warning>& warnings) {
    Session session{.dc = int32_column(row, "dc_id").value_or(0), .key = std::move(key)};
    session.endpoint = endpoint_columns(row, warnings);
    if (session.endpoint) doubt_address(*session.endpoint, warnings);
    return session;
}

Result<Bundle> read(const Probe& probe, const ReadOptions& options) {
    const auto opened = need_database(probe);
    if (!opened) return std::unexpected(opened.error());
    const io::SqliteReader* db = *opened;
    if (!has_sessions(*db)) {
        return fail(ErrorCode::damaged,
                    "gramjs-sqlite: the database has no table sessions with an address and an auth key",
                    "let tgferry find the format itself: leave --from away");
    }
    Bundle bundle{.variant = "sessions"};
    const AccountTables tables(*db);
    auto read = read_sessions({&tables, 1}, {.make = session_of}, options.facts, bundle);
    if (!read) return std::unexpected(std::move(read.error()));
    return bundle;
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    const Session& session = what.one();
    const Endpoint& endpoint = *session.endpoint;
    if (!is_address_text(endpoint.host) || endpoint.port == 0) {
        return fail(
            ErrorCode::missing_fact,
            fmt::format("gramjs-sqlite cannot hold the address \"{}\" port {}", endpoint.host, endpoint.port),
            "give another one: --host ADDRESS --port N");
    }
    io::SqliteBuilder out;
    out.run(sessions_table);
    out.insert("sessions", {session.dc, endpoint.host, endpoint.port, session.key.reveal()});
    return one_file(std::move(out).finish());
}

}  // namespace

extern const Format gramjs_sqlite;
constinit const Format gramjs_sqlite = {
    .info = {.id = "gramjs-sqlite",
             .library = "gramjs-sqlitesession",
             .shape = Shape::file,
             .extension = ".session",
             .appends = Appends::unless_there,
             .carries = {.fields = {Field::endpoint, Field::test},
                         .needs = {Field::endpoint},
                         .endpoint = EndpointRule::any,
                         .test = TestRule::by_address},
             .proof = "gramjs-sqlitesession opens it in GramJS; it writes none",
             .summary = "SQLite file of gramjs-sqlitesession: Telethon's table sessions alone"},
    .detect = detect,
    .read = read,
    .write = write,
};

}  // namespace tgferry::formats
