#include "cli/loss_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "cli/console.hpp"
#include "core/json.hpp"

namespace tgferry::cli {
namespace {

using Sessions = std::span<const Session>;

std::string counted(Field field, Sessions sessions) {
    std::string name(field_name(field));
    const auto with = [&](auto list) {
        std::size_t count = 0;
        for (const Session& session : sessions) count += (session.*list).size();
        return fmt::format("{} ({})", name, count);
    };
    switch (field) {
        case Field::peers: return with(&Session::peers);
        case Field::channel_pts: return with(&Session::channels);
        case Field::other_keys: return with(&Session::other_keys);
        case Field::salts: return with(&Session::salts);
        case Field::extra: return with(&Session::extra);
        default: return name;
    }
}

/// What is part of another loss is not told twice: without the peers their names are gone as well.
FieldSet worth_telling(FieldSet fields) {
    constexpr FieldSet of_peers = {Field::peer_kinds,  Field::peer_username, Field::peer_usernames,
                                   Field::peer_phones, Field::peer_names,    Field::peer_dates};
    if (fields.has(Field::salts)) fields.remove(Field::salt_dates);
    return fields.has(Field::peers) ? fields - of_peers : fields;
}

void show(const char* what, const std::vector<std::string>& names) {
    if (!names.empty()) note(fmt::format("{}: {}", what, fmt::join(names, ", ")));
}

std::vector<std::string> counted(FieldSet fields, Sessions sessions) {
    std::vector<std::string> out;
    for (const Field field : worth_telling(fields).list()) out.push_back(counted(field, sessions));
    return out;
}

/// Of a sidecar's members that the target has a place for, only the 2FA password is ever dropped.
std::vector<std::string> dropped_names(const LossReport& loss, Sessions sessions) {
    const bool only_2fa = std::ranges::any_of(
        loss.warnings, [](const Warning& warning) { return warning.code == "two_fa_dropped"; });
    if (!only_2fa) return counted(loss.dropped, sessions);
    auto out = counted(loss.dropped - FieldSet{Field::extra}, sessions);
    out.emplace_back("extra (twoFA)");
    return out;
}

/// What the source could have said about the account and did not: a line that is read, not a list of every
/// field. A topic that is all open is named; of one that is open in part only what a client cannot do
/// without. What is merely not there (no takeout, no salts, no other DC's key) is no open question.
std::vector<std::string> open_questions(FieldSet unknown, const Session& session) {
    struct Topic {
        std::string_view name;
        FieldSet fields, vital;
    };
    static constexpr std::array topics = {
        Topic{"endpoint", {Field::endpoint}, {}},
        Topic{"user",
              {Field::user_id, Field::is_bot, Field::is_premium, Field::phone, Field::name, Field::username},
              {Field::user_id, Field::is_bot}},
        Topic{"api",
              {Field::api_id, Field::api_hash, Field::device, Field::languages},
              {Field::api_id, Field::api_hash}},
        Topic{"update_state", {Field::update_state}, {}},
        Topic{"peers", {Field::peers}, {}},
    };
    std::vector<std::string> out;
    for (const auto& [name, fields, vital] : topics) {
        const bool nothing_known = (fields & present_fields(session)).empty();
        const auto open = ((nothing_known ? fields : vital) & unknown).list();
        if (nothing_known && open.size() > 1) {
            out.emplace_back(name);
        } else {
            for (const Field field : open) out.emplace_back(field_name(field));
        }
    }
    return out;
}

core::Json names(FieldSet fields) {
    core::Json out = core::Json::array();
    for (const Field field : fields.list()) out.push_back(field_name(field));
    return out;
}

}  // namespace

void show_loss(const LossReport& loss, const Bundle& bundle, bool several) {
    const Sessions all = bundle.sessions;
    const Sessions sessions = several ? all : all.subspan(bundle.active_index, 1);
    for (const Warning& warning : loss.warnings) {
        // Which program opens the result is good to know, and nothing to worry about.
        warning.code == "oldest_program" ? note(warning.message) : warn(warning.message);
    }
    show("dropped", dropped_names(loss, sessions));
    show("inferred", counted(loss.inferred, sessions));
    show("unknown", open_questions(loss.unknown, bundle.active()));
}

std::string loss_json(const LossReport& loss, const Bundle& from, const std::string& label,
                      std::string_view to, const std::string& out) {
    core::Json warnings = core::Json::array();
    for (const auto* list : {&from.warnings, &loss.warnings}) {
        for (const Warning& w : *list) warnings.push_back({{"code", w.code}, {"message", w.message}});
    }
    const core::Json object = {
        {"schema", 1},
        {"from", {{"input", label}, {"format", from.format}, {"variant", from.variant}}},
        {"to", to},
        {"out", out.empty() ? core::Json(nullptr) : core::Json(out)},
        {"dropped", names(loss.dropped)},
        {"inferred", names(loss.inferred)},
        {"unknown", names(loss.unknown)},
        {"warnings", std::move(warnings)}};
    return std::string(reveal(core::dump(object)));
}

}  // namespace tgferry::cli
