#include "formats/web/legacy.hpp"

namespace tgferry::formats::web {
namespace {

using core::Json;

constexpr std::string_view session_name = "GramJs:sessionId", session_prefix = "GramJs-session-",
                           database_prefix = "GramJs:GramJs-session-";

void copy(Json& into, std::string_view as, const Json* from) {
    if (from) into[std::string(as)] = *from;
}

bool is_session_data(const Json& data) {
    const Json* keys = core::member(data, "keys");
    return keys && keys->is_object() && core::member(data, "mainDcId");
}

StoredAccount from_session_data(const Json& data, std::string where) {
    StoredAccount account{.where = std::move(where), .fields = core::WipedJson(Json::object())};
    Json& fields = account.fields.get();
    copy(fields, "dcId", core::member(data, "mainDcId"));
    copy(fields, "userId", core::member(data, "userId"));
    copy(fields, "isTest", core::member(data, "isTest"));
    for (const auto& [dc, key] : core::member(data, "keys")->items()) {
        const std::string name = "dc" + dc + std::string(auth_key);
        if (dc_of(name, auth_key)) fields[name] = key;
    }
    return account;
}

}  // namespace

std::optional<StoredAccount> legacy_account(const Items& items, bool test) {
    const std::string prefix = prefix_of(test);
    const auto named = [&](std::string_view name) { return item(items, prefix + std::string(name)); };
    const Json* user = named(user_auth);
    StoredAccount account{.place = {.slot = 1, .test = test},
                          .where = prefix + std::string(user_auth),
                          .fields = core::WipedJson(Json::object())};
    Json& fields = account.fields.get();
    const Json* dc = user ? core::member(*user, "dcID") : nullptr;
    copy(fields, "dcId", dc ? dc : named(home_dc));
    const bool is_id = user && (user->is_number() || user->is_string());  // as Web K had it for a while
    copy(fields, "userId", is_id ? user : (user ? core::member(*user, "id") : nullptr));
    copy(fields, "isTest", user ? core::member(*user, "test") : nullptr);
    copy(fields, fingerprint, named(fingerprint));
    for (const auto& [name, value] : items) {
        if (!name.starts_with(prefix)) continue;
        const std::string rest = name.substr(prefix.size());
        if (dc_of(rest, auth_key) || dc_of(rest, server_salt)) fields[rest] = value.get();
    }
    if (!dc && !has_auth_key(fields)) return std::nullopt;
    return account;
}

bool is_first_build_item(std::string_view name) noexcept {
    return name == session_name || name.starts_with(session_prefix) || name.starts_with(database_prefix);
}

std::optional<StoredAccount> account_of_first_builds(const Json& dump, const Items& items) {
    if (is_session_data(dump)) return from_session_data(dump, "keys");
    for (const auto& [name, value] : items) {
        if (is_first_build_item(name) && is_session_data(value.get()))
            return from_session_data(value.get(), name);
    }
    return std::nullopt;
}

}  // namespace tgferry::formats::web
