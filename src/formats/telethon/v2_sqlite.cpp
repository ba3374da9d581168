// telethon2-sqlite: the .session file of Telethon's branch v2.
#include "core/ranges.hpp"
#include "formats/common/each_owner.hpp"
#include "formats/common/need_database.hpp"
#include "formats/common/one_file.hpp"
#include "formats/common/other_keys.hpp"
#include "formats/format.hpp"
#include "formats/telethon/v2_database.hpp"

namespace tgferry::formats {
namespace {

bool detect(const Probe& probe) {
    return telethon::is_v2_database(probe) || telethon::is_v2_draft(probe);
}

Result<Bundle> read(const Probe& probe, const ReadOptions& options) {
    const auto db = need_database(probe);
    if (!db) return std::unexpected(db.error());
    const bool draft = telethon::is_v2_draft(probe);
    if (draft || telethon::is_v2_database(probe)) {
        const auto read_one = draft ? telethon::read_v2_draft : telethon::read_v2_database;
        return read_each_owner(**db, "datacenter", "id",
                               [&](const AccountTables& own) { return read_one(own, options.facts); });
    }
    return fail(ErrorCode::damaged, "the database lacks the tables datacenter and user of Telethon 2",
                "let tgferry find the format itself: leave --from away");
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    std::vector<Warning> warnings;
    const auto others = storable_keys(what.one(), core::last_dc, "Telethon", warnings);
    return one_file(telethon::write_v2_database(what.one(), others), std::move(warnings));
}

std::optional<Resemblance> resembles(const Probe& probe) {
    const auto* db = probe.sqlite();
    if (!db || !db->has_table("datacenter")) return std::nullopt;
    if (!db->has_table("user") && !db->has_table("session")) return std::nullopt;
    return Resemblance{90, "a Telethon 2 session that lacks a table or column of its own"};
}

}  // namespace

extern const Format telethon2_sqlite;
constinit const Format telethon2_sqlite = {
    .info = {.id = "telethon2-sqlite",
             .library = "Telethon 2 (branch v2)",
             .shape = Shape::file,
             .extension = ".session",
             .appends = Appends::to_bare_name,
             .carries = {.fields = {Field::endpoint, Field::test, Field::other_keys, Field::user_id,
                                    Field::is_bot, Field::username, Field::update_state, Field::channel_pts},
                         .needs = {Field::endpoint, Field::user_id, Field::is_bot},
                         .endpoint = EndpointRule::ipv4,
                         .test = TestRule::by_address},
             .proof = "a reader and writer of its tables in Python; the branch's own storage, once",
             .summary = "session of Telethon's branch v2: schema 10, and the draft of 2021 for reading"},
    .detect = detect,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
