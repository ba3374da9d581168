// tgferry's own form: {"tgferry": 1, "active": 0, "sessions": [...]}, every field of the model.
#include <fmt/format.h>

#include <algorithm>

#include "core/cursor.hpp"
#include "formats/format.hpp"
#include "formats/tgferry_json/model_json.hpp"

namespace tgferry::formats {
namespace {

constexpr std::int64_t version = 1;

bool detect(const Probe& probe) {
    const core::Json* json = probe.json();
    return json && core::int_member(*json, "tgferry") && core::member(*json, "sessions");
}

Result<Bundle> read(const Probe& probe, const ReadOptions&) {
    const core::Json* json = probe.json();
    if (!json) {
        return std::unexpected(Error{.code = ErrorCode::damaged,
                                     .message = "tgferry-json: not a JSON object",
                                     .offset = probe.json_error_at()});
    }
    const auto found = core::int_member(*json, "tgferry");
    if (!found) return fail(ErrorCode::damaged, "tgferry-json: the member \"tgferry\" is missing");
    if (*found != version) {
        return fail(ErrorCode::unsupported_version, fmt::format("tgferry-json: version {}", *found),
                    "use the tgferry that wrote it, or a newer one");
    }
    const core::Json* sessions = core::member(*json, "sessions");
    if (!sessions || !sessions->is_array() || sessions->empty()) {
        return fail(ErrorCode::damaged, "tgferry-json: \"sessions\" is not a list with something in it");
    }
    Bundle bundle{.variant = "version 1", .warnings = {}};
    for (const core::Json& item : *sessions) {
        auto session = session_from_json(item, fmt::format("sessions[{}]", bundle.sessions.size()));
        if (!session) return std::unexpected(std::move(session.error()));
        bundle.sessions.push_back(std::move(*session));
    }
    const std::int64_t active = core::int_member(*json, "active").value_or(0);
    if (active < 0 || active >= static_cast<std::int64_t>(bundle.sessions.size())) {
        return fail(ErrorCode::damaged, "tgferry-json: \"active\" names no session");
    }
    bundle.active_index = static_cast<std::size_t>(active);
    return bundle;
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    core::Json out = {{"tgferry", version}, {"active", what.active}, {"sessions", core::Json::array()}};
    for (const Session* session : what.sessions) out["sessions"].push_back(session_to_json(*session));
    core::WipedJson wiped(std::move(out));
    return Artifact{.text = core::dump(wiped.get())};
}

/// Cut short or edited into no JSON; the mark stands at the start of what is written.
std::optional<Resemblance> resembles(const Probe& probe) {
    constexpr std::size_t head = 256;
    if (!probe.json_error_at()) return std::nullopt;
    if (core::as_text(probe.input().bytes()).substr(0, head).find("\"tgferry\"") == std::string_view::npos) {
        return std::nullopt;
    }
    return Resemblance{85, "begins like tgferry-json, and is no JSON object: cut short or damaged"};
}

}  // namespace

extern const Format tgferry_json;
constinit const Format tgferry_json = {
    .info = {.id = "tgferry-json",
             .library = "tgferry",
             .shape = Shape::text,
             .extension = ".json",
             .carries = {.fields = FieldSet::all(),
                         .endpoint = EndpointRule::any,
                         .test = TestRule::stored,
                         .several = true},
             .proof = "tgferry's own; every other format is compared with it",
             .summary = "every field tgferry knows, as JSON"},
    .detect = detect,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
