// mtcute-sqlite: the storage file of mtcute in Node.js, Bun and Deno.
#include "formats/common/each_owner.hpp"
#include "formats/common/need_database.hpp"
#include "formats/common/one_file.hpp"
#include "formats/format.hpp"
#include "formats/mtcute/storage.hpp"

namespace tgferry::formats {
namespace {

bool detect(const Probe& probe) {
    const auto* db = probe.sqlite();
    return db && mtcute::is_storage(*db);
}

Result<Bundle> read(const Probe& probe, const ReadOptions& options) {
    const auto opened = need_database(probe);
    if (!opened) return std::unexpected(opened.error());
    const io::SqliteReader* db = *opened;
    if (!mtcute::is_storage(*db)) {
        return fail(ErrorCode::damaged, "mtcute-sqlite: the database has no tables auth_keys and key_value",
                    "let tgferry find the format itself: leave --from away");
    }
    const auto read_one = mtcute::is_legacy_storage(*db) ? mtcute::read_legacy_storage : mtcute::read_storage;
    return read_each_owner(*db, "auth_keys", "dc",
                           [&](const AccountTables& own) { return read_one(own, options.facts); });
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    std::vector<Warning> warnings;
    auto image = mtcute::write_storage(what.one(), warnings);
    return one_file(std::move(image), std::move(warnings));
}

}  // namespace

namespace mtcute {

bool is_storage(const io::SqliteReader& db) {
    const bool values = db.has_column("key_value", "key") && db.has_column("key_value", "value");
    const bool legacy_values = db.has_column("kv", "key") && db.has_column("kv", "value");
    return db.has_column("auth_keys", "dc") && db.has_column("auth_keys", "key") && (values || legacy_values);
}

bool is_legacy_storage(const io::SqliteReader& db) {
    if (!db.has_column("kv", "value")) return false;
    if (!db.has_column("key_value", "value")) return true;
    auto rows = db.rows("key_value");
    if (!rows) return false;
    while (rows->next().value_or(false)) {
        if (rows->text("key") == "dc_main") return false;
    }
    return true;
}

}  // namespace mtcute

extern const Format mtcute_sqlite;
constinit const Format mtcute_sqlite = {
    .info = {.id = "mtcute-sqlite",
             .library = "mtcute",
             .shape = Shape::file,
             .extension = ".session",
             .carries = {.fields = {Field::endpoint, Field::media_endpoint, Field::test, Field::other_keys,
                                    Field::user_id, Field::is_bot, Field::username, Field::usernames,
                                    Field::update_state, Field::channel_pts, Field::salts, Field::salt_dates,
                                    Field::peers, Field::peer_username, Field::peer_usernames,
                                    Field::peer_phones, Field::peer_dates},
                         .needs = {Field::endpoint},
                         .together = {Field::user_id, Field::is_bot},
                         .beside = {Field::username, Field::usernames},
                         .endpoint = EndpointRule::any,
                         .test = TestRule::stored},
             .proof = "mtcute opens and writes it; @mtcute/sqlite writes the layout before it",
             .summary =
                 "storage file of mtcute 0.7 and newer, and of @mtcute/sqlite before; writes the former"},
    .detect = detect,
    .read = read,
    .write = write,
};

}  // namespace tgferry::formats
