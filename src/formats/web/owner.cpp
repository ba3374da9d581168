// Which client a dump belongs to. Both live on one site and share its localStorage, so the last writer of
// the first account counts:
//
//   1. behind the prefix of the test servers: Web K
//   2. the user's id: text is Web A's, a number Web K's
//   3. members that one client alone writes: isTest is Web A's; the fingerprint and salts are Web K's
//   4. items beside the accounts that one client alone keeps
//   5. nothing of all that, as with bare keys in the older names: Web A
#include <algorithm>

#include "formats/web/dump.hpp"
#include "formats/web/legacy.hpp"

namespace tgferry::formats::web {
namespace {

using core::Json;

std::optional<Client> by_id(const Json& fields) {
    const Json* id = core::member(fields, "userId");
    if (id && id->is_string()) return Client::a;
    if (id && id->is_number()) return Client::k;
    return std::nullopt;
}

std::optional<Client> by_members(const Json& fields) {
    if (fields.contains("isTest")) return Client::a;
    for (const auto& [name, value] : fields.items()) {
        if (name == fingerprint || dc_of(name, server_salt)) return Client::k;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Client> Dump::owner_by_items() const {
    if (const Json* version = item(items_, "kz_version")) return *version == "K" ? Client::k : Client::a;
    for (const auto& [name, value] : items_) {
        if (is_web_a_item(name) || is_first_build_item(name)) return Client::a;
    }
    for (const bool test : {false, true}) {
        for (const std::string_view name : {"k_build", "xt_instance"}) {
            if (item(items_, prefix_of(test) + std::string(name))) return Client::k;
        }
    }
    return std::nullopt;
}

std::optional<Client> Dump::owner() const {
    if (accounts_.empty()) return owner_by_items();
    const auto with_key = std::ranges::find_if(
        accounts_, [](const StoredAccount& account) { return has_auth_key(account.fields.get()); });
    const StoredAccount& first = with_key != accounts_.end() ? *with_key : accounts_.front();
    if (first.place.test) return Client::k;
    if (const auto owner = by_id(first.fields.get())) return owner;
    if (const auto owner = by_members(first.fields.get())) return owner;
    return owner_by_items().value_or(Client::a);
}

}  // namespace tgferry::formats::web
