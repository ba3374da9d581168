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

/// Those that nobody is logged in with are passed over; where the active one is, none is active.
Result<Bundle> read_all(const core::Json& sessions, std::size_t active, Bundle bundle) {
    std::optional<Error> nobody;
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        if (i == active) bundle.active_index = bundle.sessions.size();
        auto session = session_from_json(sessions[i], fmt::format("sessions[{}]", i), bundle.warnings);
        if (session) {
            bundle.sessions.push_back(std::move(*session));
            continue;
        }
        if (session.error().code != ErrorCode::not_logged_in)
            return std::unexpected(std::move(session.error()));
        bundle.warnings.push_back({"not_logged_in", session.error().message + "; it was passed over"});
        if (i == active) bundle.active_known = false;
        nobody = std::move(session.error());
    }
    if (bundle.sessions.empty() && nobody) return std::unexpected(std::move(*nobody));
    if (!bundle.active_known) bundle.active_index = 0;
    if (bundle.sessions.size() == 1) bundle.active_known = true;
    return bundle;
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
    const std::int64_t active = core::int_member(*json, "active").value_or(0);
    if (active < 0 || active >= static_cast<std::int64_t>(sessions->size())) {
        return fail(ErrorCode::damaged, "tgferry-json: \"active\" names no session");
    }
    Bundle bundle{.variant = "version 1", .warnings = {}};
    bundle.active_known = !json->contains("active") || !(*json)["active"].is_null();
    return read_all(*sessions, static_cast<std::size_t>(active), std::move(bundle));
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    core::Json out = {{"tgferry", version}, {"active", nullptr}, {"sessions", core::Json::array()}};
    if (what.active_known) out["active"] = what.active;
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
                         .several = true,
                         .last_key_dc = INT32_MAX},
             .proof = "tgferry's own; every other format is compared with it",
             .summary = "every field tgferry knows, as JSON"},
    .detect = detect,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
