// telethon-sqlite: the .session file of Telethon 1.x, and the JSON file that it was before 0.16.
#include <fmt/format.h>

#include "formats/common/api_sidecar.hpp"
#include "formats/common/one_file.hpp"
#include "formats/common/telethon_file.hpp"
#include "formats/format.hpp"
#include "formats/telethon/legacy_json.hpp"

namespace tgferry::formats {
namespace {

bool detect(const Probe& probe) {
    if (telethon::is_legacy_json(probe)) return true;
    return !has_api_sidecar(probe) && telethon::is_database(probe);
}

Result<Bundle> read(const Probe& probe, const ReadOptions& options) {
    if (telethon::is_legacy_json(probe)) return telethon::read_legacy_json(probe);
    const bool no_pair = !has_api_sidecar(probe);
    if (no_pair && options.json_path) return std::unexpected(sidecar_error(probe));
    auto bundle = telethon::read_database(probe, options);
    if (bundle && no_pair && probe.input().sidecar()) {
        bundle->warnings.push_back(
            {"sidecar_ignored",
             fmt::format("{} was ignored: {}", probe.input().sidecar_label(), sidecar_error(probe).message)});
    }
    return bundle;
}

Result<Artifact> write(const ToWrite& what, const WriteOptions& options) {
    return one_file(telethon::write_database(what.one(), options));
}

std::optional<Resemblance> resembles(const Probe& probe) {
    if (probe.input().bytes().size() > 2 && probe.input().bytes()[0] == 0x80 &&
        probe.input().bytes()[1] <= 5) {
        return Resemblance{40,
                           "a Python pickle, perhaps a session of Telethon before 0.13, which is not read"};
    }
    const auto* db = probe.sqlite();
    if (!db) return std::nullopt;
    if (!db->has_column("sessions", "auth_key") || db->has_column("sessions", "user_id")) return std::nullopt;
    return Resemblance{80,
                       "a Telethon file whose table version or whose columns are not Telethon's "
                       "(--from telethon-sqlite reads what there is)"};
}

}  // namespace

extern const Format telethon_sqlite;
constinit const Format telethon_sqlite = {
    .info = {.id = "telethon-sqlite",
             .library = "Telethon 1.x",
             .shape = Shape::file,
             .extension = ".session",
             .appends = Appends::unless_there,
             .carries = telethon::database_carries,
             .proof = "Telethon 1.42 and the newest 1.x open and write it",
             .summary = ".session file of Telethon 1.x: reads schemas 1 to 8, writes 7 (or 8)"},
    .detect = detect,
    .read = read,
    .write = write,
    .carries = telethon::carries_with,
    .resembles = resembles,
};

}  // namespace tgferry::formats
