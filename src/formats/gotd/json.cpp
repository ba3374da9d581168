// gotd-json: the file of gotd's session.FileStorage, mostly called session.json (data.hpp).
#include <fmt/format.h>

#include "core/cursor.hpp"
#include "formats/common/go_json.hpp"
#include "formats/gotd/data.hpp"

namespace tgferry::formats {
namespace {

bool detect(const Probe& probe) {
    const core::Json* json = probe.json();
    return json && gotd::data_of(*json);
}

Result<Bundle> read(const Probe& probe, const ReadOptions&) {
    const core::Json* json = probe.json();
    if (!json) {
        return std::unexpected(Error{.code = ErrorCode::damaged,
                                     .message = "gotd-json: not a JSON object",
                                     .offset = probe.json_error_at()});
    }
    if (auto version = gotd::check_version(*json); !version) {
        return std::unexpected(std::move(version.error()));
    }
    const core::Json* data = gotd::data_of(*json);
    if (!data) return fail(ErrorCode::damaged, "gotd-json: there is no object \"Data\" with an \"AuthKey\"");
    Bundle bundle{.variant = "version 1", .warnings = {}};
    auto session = gotd::read_data(*data, bundle.warnings);
    if (!session) {
        session.error().message = "gotd-json: " + session.error().message;
        return std::unexpected(std::move(session.error()));
    }
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    auto document = gotd::write_document(what.one());
    if (!document) return std::unexpected(std::move(document.error()));
    return Artifact{.text = std::move(*document)};
}

/// Cut short or edited into no JSON; both marks stand at the start of what gotd writes.
std::optional<Resemblance> resembles(const Probe& probe) {
    constexpr std::string_view start = "{\"Version\":1,\"Data\":{";
    if (!probe.json_error_at() || !core::as_text(probe.input().bytes()).starts_with(start)) {
        return std::nullopt;
    }
    return Resemblance{85, "begins like gotd's session file, and is no JSON object: cut short or damaged"};
}

}  // namespace

extern const Format gotd_json;
constinit const Format gotd_json = {
    .info = {.id = "gotd-json",
             .library = "gotd",
             .shape = Shape::text,
             .extension = ".json",
             .carries = gotd::carries,
             .proof = "gotd opens and writes it",
             .summary = "session file of gotd (FileStorage), version 1"},
    .detect = detect,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
