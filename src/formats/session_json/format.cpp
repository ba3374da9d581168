// session-json: a Telethon .session with a .json beside it that names the application, as opentele2 keeps
// accounts.
#include "formats/format.hpp"
#include "formats/common/api_sidecar.hpp"
#include "formats/common/telethon_file.hpp"
#include "formats/session_json/sidecar.hpp"

namespace tgferry::formats {
namespace {

constexpr FieldSet sidecar_fields = {Field::user_id,   Field::is_premium, Field::phone,    Field::name,
                                     Field::username,  Field::api_id,     Field::api_hash, Field::device,
                                     Field::languages, Field::extra};

constexpr Carries with_sidecar(Carries carries) {
    carries.fields = carries.fields | sidecar_fields;
    carries.needs = carries.needs | FieldSet{Field::api_id, Field::api_hash};
    return carries;
}

bool detect(const Probe& probe) {
    return has_api_sidecar(probe) && telethon::is_database(probe);
}

Result<Bundle> read(const Probe& probe, const ReadOptions& options) {
    if (!has_api_sidecar(probe)) return std::unexpected(sidecar_error(probe));
    auto bundle = telethon::read_database(probe, options);
    if (!bundle) return bundle;
    const auto& odd = probe.sidecar_warnings();
    bundle->warnings.insert(bundle->warnings.end(), odd.begin(), odd.end());
    if (bundle->active_known) {
        session_json::read_sidecar(*probe.sidecar(), bundle->active(), bundle->warnings);
    } else {
        bundle->warnings.push_back(
            {"shared_rows_ignored",
             "several accounts share the file, and the .json does not say whose it is: "
             "none of them got anything of it"});
    }
    return bundle;
}

Result<Artifact> write(const ToWrite& what, const WriteOptions& options) {
    auto image = telethon::write_database(what.one(), options);
    if (!image) return std::unexpected(std::move(image.error()));
    auto sidecar = session_json::write_sidecar(what.one(), options.name.empty() ? "session" : options.name);
    if (!sidecar) return std::unexpected(std::move(sidecar.error()));
    Artifact artifact;
    artifact.files.emplace(".session", std::move(*image));
    artifact.files.emplace(".json", std::move(*sidecar));
    return artifact;
}

Result<Carries> carries(const WriteOptions& options) {
    auto database = telethon::carries_with(options);
    if (!database) return database;
    return with_sidecar(*database);
}

std::optional<Resemblance> resembles(const Probe& probe) {
    const auto* json = probe.json();
    if (!json || !json->contains("app_id") || !json->contains("app_hash")) return std::nullopt;
    return Resemblance{85,
                       "the .json of a session-json pair; the .session that belongs to it is not beside it"};
}

}  // namespace

extern const Format session_json_pair;
constinit const Format session_json_pair = {
    .info = {.id = "session-json",
             .library = "opentele2",
             .shape = Shape::pair,
             .carries = with_sidecar(telethon::database_carries),
             .proof = "opentele2 and Telethon open and write it",
             .summary = ".session and .json pair: a Telethon file and the API profile it is used with"},
    .detect = detect,
    .read = read,
    .write = write,
    .carries = carries,
    .resembles = resembles,
};

}  // namespace tgferry::formats
