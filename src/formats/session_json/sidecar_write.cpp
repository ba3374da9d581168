#include <fmt/format.h>

#include <algorithm>

#include "core/cursor.hpp"
#include "formats/session_json/sidecar.hpp"

namespace tgferry::formats::session_json {
namespace {

using core::Json;

template <class T>
Json json_of(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}

/// The profile's value of a member; null where it has none.
Json value_of(const ApiProfile& api, std::string_view member) {
    if (member == "app_id") return json_of(api.id);
    if (member == "app_hash") return json_of(api.hash);
    if (member == "device") return json_of(api.device);
    if (member == "sdk") return json_of(api.system);
    if (member == "app_version") return json_of(api.app_version);
    if (member == "system_lang_pack" || member == "system_lang_code") return json_of(api.system_lang_code);
    if (member == "lang_pack") return json_of(api.lang_pack);
    if (member == "lang_code") return json_of(api.lang_code);
    return Json();
}

/// The model's value of a member; null where it has none.
Json value_of(const Session& session, std::string_view member) {
    const User& user = session.user;
    if (member == "id") return json_of(user.id);
    if (member == "phone") return json_of(user.phone);
    if (member == "username") return user.usernames.empty() ? Json() : Json(user.usernames.front());
    if (member == "first_name") return json_of(user.first_name);
    if (member == "last_name") return json_of(user.last_name);
    if (member == "is_premium") return json_of(user.is_premium);
    return value_of(session.api, member);
}

/// Members of `extra` go back to where they were; what the model knows counts more, except that
/// system_lang_pack may differ from the system language that was taken.
bool may_replace(std::string_view member, const Json& known) {
    return known.is_null() || member == "system_lang_pack";
}

}  // namespace

// is_premium: opentele2 writes false for "unknown" as well; null keeps the two apart, and its reader ignores
// both.
Json unknown_value(std::string_view member) {
    if (member == "role" || member == "first_name" || member == "last_name") return "";
    if (member == "has_profile_pic" || member == "ipv6") return false;
    return nullptr;
}

Json profile_members(const ApiProfile& api) {
    Json out = Json::object();
    for (const std::string_view member : members) {
        Json value = value_of(api, member);
        out[std::string(member)] = value.is_null() ? unknown_value(member) : std::move(value);
    }
    return out;
}

Result<SecretBytes> write_sidecar(const Session& session, std::string_view name) {
    core::WipedJson document{Json::object()};
    Json& out = document.get();
    for (const std::string_view member : members) {
        Json value = value_of(session, member);
        if (value.is_null()) value = unknown_value(member);
        out[std::string(member)] = std::move(value);
    }
    out["session_file"] = std::string(name);
    std::vector<std::pair<std::string, Json>> extra;
    for (const auto& [member, text] : session.extra) {
        auto value = core::parse_json(text);
        if (!value) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("the extra member \"{}\" is not JSON", member));
        }
        const bool ours = std::ranges::find(members, member) != members.end();
        if (member == "session_file" || (ours && !may_replace(member, value_of(session, member)))) continue;
        extra.emplace_back(member, std::move(value->get()));
    }
    core::put_members(out, std::move(extra));
    const SecretText text = core::dump(out, 2);
    return SecretBytes(core::as_bytes(reveal(text)));
}

}  // namespace tgferry::formats::session_json
