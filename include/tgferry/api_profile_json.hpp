// An application's profile as JSON: the object that opentele2 keeps as the .json of a session-json pair.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <tgferry/result.hpp>
#include <tgferry/secret.hpp>
#include <tgferry/session.hpp>
#include <utility>
#include <vector>

namespace tgferry {

/// A member of a JSON object: its name and its value as JSON text.
using JsonMember = std::pair<std::string, std::string>;

struct ApiProfileJson {
    ApiProfile profile{};
    std::vector<JsonMember> extra{};  ///< every member that is no part of the profile, in the object's order
    std::vector<Warning> warnings{};  ///< other names and types than opentele2 writes, which were understood
};

/// Reads app_id, app_hash, device, sdk, app_version, lang_code, system_lang_code (or system_lang_pack) and
/// lang_pack, and the names that sidecars from elsewhere use for them. What is absent stays unknown.
/// Errors: unrecognised where the text is no JSON object.
[[nodiscard]] Result<ApiProfileJson> api_profile_from_json(std::string_view json);

/// The object with all members that opentele2 writes, in its order; those that the profile does not know hold
/// null, "" or false, as there. An extra member replaces one of the same name; others follow.
/// Errors: invalid_argument where a value of `extra` is no JSON.
[[nodiscard]] Result<SecretText> api_profile_to_json(const ApiProfile& profile,
                                                     std::span<const JsonMember> extra = {});

}  // namespace tgferry
