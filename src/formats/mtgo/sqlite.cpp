// mtgo-sqlite: the database that MTGo keeps with Config.Storage = sqlite.New(path).
#include "formats/format.hpp"
#include "formats/mtgo/database.hpp"

namespace tgferry::formats {
namespace {

Result<Bundle> read(const Probe& probe, const ReadOptions& options) {
    return mtgo::read_database(probe, options.facts);
}

Result<Artifact> write(const ToWrite& what, const WriteOptions& options) {
    return mtgo::write_database(what.one(), options.name);
}

std::optional<Resemblance> resembles(const Probe& probe) {
    const auto* db = probe.sqlite();
    if (!db || !db->has_column("sessions", "auth_key") || !db->has_column("sessions", "api_hash")) {
        return std::nullopt;
    }
    return Resemblance{85,
                       "a file like MTGo's, but some of its tables or columns are missing (--from "
                       "mtgo-sqlite reads what there is)"};
}

}  // namespace

extern const Format mtgo_sqlite;
constinit const Format mtgo_sqlite = {
    .info = {.id = "mtgo-sqlite",
             .library = "MTGo",
             .shape = Shape::file,
             .extension = ".session",
             .carries = {.fields = {Field::endpoint, Field::test, Field::user_id, Field::is_bot, Field::name,
                                    Field::username, Field::api_id, Field::api_hash, Field::update_state,
                                    Field::channel_pts, Field::peers, Field::peer_username,
                                    Field::peer_phones, Field::peer_names, Field::peer_dates, Field::created},
                         .together = {Field::user_id, Field::is_bot},
                         .endpoint = EndpointRule::any,
                         .test = TestRule::stored},
             .proof = "MTGo's module storage/sqlite, built from its source, opens and writes it",
             .summary = "SQLite file of MTGo (storage/sqlite), with its peers and update state"},
    .detect = mtgo::is_database,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
