// grammers-sqlite: the session file of grammers (Rust) since 0.8.
#include "core/ranges.hpp"
#include "formats/common/one_file.hpp"
#include "formats/common/other_keys.hpp"
#include "formats/format.hpp"
#include "formats/grammers/database.hpp"
#include "formats/grammers/limits.hpp"

namespace tgferry::formats {
namespace {

Result<Bundle> read(const Probe& probe, const ReadOptions& options) {
    return grammers::read_database(probe, options.facts);
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    std::vector<Warning> warnings;
    const auto others = storable_keys(what.one(), core::last_dc, "grammers", warnings);
    return one_file(grammers::write_database(what.one(), others), std::move(warnings));
}

std::optional<Resemblance> resembles(const Probe& probe) {
    const auto* db = probe.sqlite();
    if (!db || !db->has_table("dc_option")) return std::nullopt;
    return Resemblance{80, "a grammers file that lacks a table or column of its own"};
}

}  // namespace

extern const Format grammers_sqlite;
constinit const Format grammers_sqlite = {
    .info = {.id = "grammers-sqlite",
             .library = "grammers 0.8 and later",
             .shape = Shape::file,
             .extension = ".session",
             .carries = {.fields = {Field::endpoint, Field::test, Field::other_keys, Field::user_id,
                                    Field::is_bot, Field::update_state, Field::channel_pts, Field::peers,
                                    Field::peer_kinds},
                         .needs = {Field::endpoint, Field::user_id, Field::is_bot},
                         .endpoint = EndpointRule::ipv4,  // grammers connects by IPv4 unless told otherwise
                         .test = TestRule::by_address,
                         .last_user_id = grammers::last_user_id},
             .proof = "grammers-session 0.8 and 0.11 open and write it",
             .summary = "SQLite session of grammers (Rust), with the peers it has met"},
    .detect = grammers::is_database,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
