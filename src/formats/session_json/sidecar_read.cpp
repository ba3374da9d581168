// opentele2 reads only its own names and types; sidecars from elsewhere use other names for the same things
// and numbers as text. Both are taken, with a warning.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/ranges.hpp"
#include "formats/common/extended_json.hpp"
#include "formats/common/flags.hpp"
#include "formats/session_json/sidecar.hpp"

namespace tgferry::formats::session_json {
namespace {

using core::Json;

/// Takes members out of the object, and remembers which.
class Taker {
  public:
    Taker(const Json& sidecar, std::vector<Warning>& warnings) : sidecar_(sidecar), warnings_(warnings) {}

    std::optional<std::string> text(std::string_view name, std::string_view alias = {}) {
        const auto read = [](const Json& value) -> std::optional<std::string> {
            if (value.is_string()) return value.get<std::string>();
            if (const auto number = value.is_number() ? whole_number(value) : std::nullopt)
                return std::to_string(*number);
            return std::nullopt;
        };
        return take<std::string>(name, alias, read, &Json::is_string);
    }
    /// Nothing for "": that is how unknown names are written.
    std::optional<std::string> name(std::string_view name) {
        auto value = text(name);
        return value == "" ? std::nullopt : value;
    }
    std::optional<std::int64_t> number(std::string_view name, std::string_view alias = {}) {
        return take<std::int64_t>(name, alias, whole_number, &Json::is_number_integer);
    }
    std::optional<bool> flag(std::string_view name) {
        const auto read = [](const Json& value) { return flag_of(value); };
        return take<bool>(name, {}, read, &Json::is_boolean);
    }
    void doubt(std::string_view name, std::string_view what) {
        warnings_.push_back(
            {"odd_value", fmt::format("the sidecar's \"{}\" {} and was ignored", name, what)});
    }
    void drop(std::string_view name) { taken_.emplace(name); }
    [[nodiscard]] bool has_taken(const std::string& name) const { return taken_.contains(name); }

  private:
    /// What cannot be understood stays behind, and so becomes an extra member.
    template <class T, class Read>
    std::optional<T> take(std::string_view name, std::string_view alias, Read read,
                          bool (Json::*is_usual)() const noexcept) {
        for (const std::string_view candidate : {name, alias}) {
            const Json* value = candidate.empty() ? nullptr : core::member(sidecar_, candidate);
            if (!value) continue;
            auto found = read(*value);
            if (!found || !(value->*is_usual)()) {
                warnings_.push_back(
                    {"odd_type", fmt::format("the sidecar's \"{}\" has an unusual type{}", candidate,
                                             found ? "" : " and was not understood")});
            }
            if (!found) continue;
            if (candidate == alias) {
                warnings_.push_back(
                    {"alias", fmt::format("the sidecar's \"{}\" was taken for \"{}\"", alias, name)});
            }
            taken_.emplace(candidate);
            return found;
        }
        return std::nullopt;
    }

    const Json& sidecar_;
    std::vector<Warning>& warnings_;
    std::set<std::string> taken_;
};

/// system_lang_code first; a different system_lang_pack stays behind.
std::optional<std::string> take_system_language(const Json& sidecar, Taker& taker) {
    const auto code = core::text_member(sidecar, "system_lang_code").value_or("");
    const auto pack = core::text_member(sidecar, "system_lang_pack").value_or("");
    const std::string& chosen = code.empty() ? pack : code;
    if (code.empty() || code == chosen) taker.drop("system_lang_code");
    if (pack.empty() || pack == chosen) taker.drop("system_lang_pack");
    return chosen.empty() ? std::nullopt : std::optional(chosen);
}

void read_api(const Json& sidecar, Taker& taker, ApiProfile& api) {
    const auto id = taker.number("app_id", "api_id");
    if (id && core::is_api_id(*id)) {
        api.id = static_cast<std::int32_t>(*id);
    } else if (id) {
        taker.doubt("app_id", "is no API id");
    }
    api.hash = taker.text("app_hash", "api_hash");
    if (api.hash == "") api.hash.reset();
    api.device = taker.text("device", "device_model");
    api.system = taker.text("sdk", "system_version");
    api.app_version = taker.text("app_version");
    api.lang_code = taker.text("lang_code");
    api.system_lang_code = take_system_language(sidecar, taker);
    api.lang_pack = taker.text("lang_pack");
}

void read_user(Taker& taker, User& user, std::vector<Warning>& warnings) {
    const auto id = taker.number("id", "user_id");
    User somebody_else;  // whose phone and names are not this user's
    User* whose = &user;
    if (id && *id <= 0) taker.doubt("id", "is no user's id");
    if (id && *id > 0) {
        if (user.id && *user.id != *id) {
            warnings.push_back(
                {"user_id_conflict", fmt::format("the sidecar says user {}, the session file says {}; "
                                                 "the session file counts",
                                                 *id, *user.id)});
            whose = &somebody_else;
        } else {
            user.id = id;
        }
    }
    whose->phone = taker.name("phone");
    if (whose->phone && whose->phone->starts_with('+')) whose->phone->erase(0, 1);
    if (auto username = taker.name("username")) whose->usernames = {std::move(*username)};
    whose->first_name = taker.name("first_name");
    whose->last_name = taker.name("last_name");
    whose->is_premium = taker.flag("is_premium");
}

}  // namespace

void read_sidecar(const Json& sidecar, Session& session, std::vector<Warning>& warnings) {
    Taker taker(sidecar, warnings);
    read_api(sidecar, taker, session.api);
    read_user(taker, session.user, warnings);
    taker.drop("session_file");  // opentele2 never looks at it either
    for (const auto& [name, value] : sidecar.items()) {
        if (taker.has_taken(name)) continue;
        const bool known = std::ranges::find(members, name) != members.end();
        if (known && (value.is_null() || value == unknown_value(name))) continue;
        session.extra.emplace_back(name, std::string(reveal(core::dump(value))));
    }
}

void read_profile(const Json& sidecar, ApiProfile& api,
                  std::vector<std::pair<std::string, std::string>>& extra, std::vector<Warning>& warnings) {
    Taker taker(sidecar, warnings);
    read_api(sidecar, taker, api);
    for (const auto& [name, value] : sidecar.items()) {
        if (!taker.has_taken(name)) extra.emplace_back(name, std::string(reveal(core::dump(value))));
    }
}

}  // namespace tgferry::formats::session_json
