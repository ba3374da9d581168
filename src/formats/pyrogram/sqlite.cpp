// pyrogram-sqlite: the .session file of Pyrogram and its forks, and the JSON file that it was before 0.15.
#include <fmt/format.h>

#include "formats/common/one_file.hpp"
#include "formats/format.hpp"
#include "formats/pyrogram/database.hpp"
#include "formats/pyrogram/legacy_json.hpp"

namespace tgferry::formats {
namespace {

using pyrogram::Flavour;

constexpr Carries pyrogram_carries = {
    .fields = {Field::test, Field::user_id, Field::is_bot, Field::api_id, Field::saved, Field::peers,
               Field::peer_kinds, Field::peer_username, Field::peer_phones, Field::peer_dates},
    .needs = {Field::user_id, Field::is_bot, Field::api_id},
    .test = TestRule::stored,
};

bool detect(const Probe& probe) {
    return pyrogram::is_legacy_json(probe) || pyrogram::is_database(probe);
}

Result<Bundle> read(const Probe& probe, const ReadOptions& options) {
    if (pyrogram::is_legacy_json(probe)) return pyrogram::read_legacy_json(probe);
    return pyrogram::read_database(probe, options.facts);
}

Result<Flavour> flavour_of(const WriteOptions& options) {
    if (options.flavour.empty() || options.flavour == "pyrogram") return Flavour::pyrogram;
    if (options.flavour == "kurigram") return Flavour::kurigram;
    if (options.flavour == "pyrofork") return Flavour::pyrofork;
    return fail(ErrorCode::invalid_argument,
                fmt::format("there is no flavour \"{}\" of Pyrogram", options.flavour),
                "--flavour pyrogram, kurigram or pyrofork");
}

Result<Carries> carries(const WriteOptions& options) {
    const auto flavour = flavour_of(options);
    if (!flavour) return std::unexpected(flavour.error());
    Carries out = pyrogram_carries;
    if (*flavour == Flavour::pyrogram) return out;
    out.fields = out.fields | FieldSet{Field::update_state, Field::channel_pts, Field::peer_usernames};
    if (*flavour == Flavour::pyrofork) return out;
    out.fields.add(Field::endpoint);
    out.needs.add(Field::endpoint);
    out.endpoint = EndpointRule::ipv4;  // kurigram's default connection is IPv4, whatever the file says
    return out;
}

Result<Artifact> write(const ToWrite& what, const WriteOptions& options) {
    const auto flavour = flavour_of(options);
    if (!flavour) return std::unexpected(flavour.error());
    return one_file(pyrogram::write_database(what.one(), *flavour));
}

std::optional<Resemblance> resembles(const Probe& probe) {
    const auto* db = probe.sqlite();
    if (!db || !db->has_column("sessions", "auth_key") || !db->has_column("sessions", "user_id")) {
        return std::nullopt;
    }
    return Resemblance{
        80,
        "a Pyrogram file whose table version is not Pyrogram's (--from pyrogram-sqlite reads what "
        "there is)"};
}

}  // namespace

extern const Format pyrogram_sqlite;
constinit const Format pyrogram_sqlite = {
    .info = {.id = "pyrogram-sqlite",
             .library = "Pyrogram and its forks",
             .shape = Shape::file,
             .extension = ".session",
             .appends = Appends::unless_there,
             .carries = pyrogram_carries,
             .proof = "Pyrogram, kurigram, pyrofork and hydrogram open and write it",
             .summary = ".session file of Pyrogram 1 to 3, kurigram 4 to 7, pyrofork 4; writes 3, 7 or 4"},
    .detect = detect,
    .read = read,
    .write = write,
    .carries = carries,
    .resembles = resembles,
};

}  // namespace tgferry::formats
