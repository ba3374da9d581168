// The .json of a session-json pair: one flat object with the application's profile and facts about the
// account.
#pragma once

#include <array>
#include <string_view>
#include <tgferry/session.hpp>

#include "core/json.hpp"

namespace tgferry::formats::session_json {

/// The members that opentele2 writes, in its order.
inline constexpr std::array<std::string_view, 28> members = {
    "app_id",
    "app_hash",
    "device",
    "sdk",
    "app_version",
    "system_lang_pack",
    "system_lang_code",
    "lang_pack",
    "lang_code",
    "twoFA",
    "role",
    "id",
    "phone",
    "username",
    "date_of_birth",
    "date_of_birth_integrity",
    "is_premium",
    "has_profile_pic",
    "spamblock",
    "register_time",
    "last_check_time",
    "avatar",
    "first_name",
    "last_name",
    "sex",
    "proxy",
    "ipv6",
    "session_file",
};

/// What stands in a member whose value is unknown.
[[nodiscard]] core::Json unknown_value(std::string_view member);

/// Fills the API profile, the user and `extra`: every member that the model has no place for, as JSON text.
void read_sidecar(const core::Json& sidecar, Session& session, std::vector<Warning>& warnings);

/// The API profile alone; every other member goes to `extra`.
void read_profile(const core::Json& sidecar, ApiProfile& api,
                  std::vector<std::pair<std::string, std::string>>& extra, std::vector<Warning>& warnings);

/// All members in their order, with the values of the profile; the others are unknown.
[[nodiscard]] core::Json profile_members(const ApiProfile& api);

/// `name` is the base name of the pair. Errors: invalid_argument where `extra` holds no JSON text.
[[nodiscard]] Result<SecretBytes> write_sidecar(const Session& session, std::string_view name);

}  // namespace tgferry::formats::session_json
