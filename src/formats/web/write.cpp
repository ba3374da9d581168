#include "formats/web/write.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/hex.hpp"
#include "core/json.hpp"
#include "core/writer.hpp"
#include "formats/common/other_keys.hpp"

namespace tgferry::formats::web {
namespace {

using core::Json;

struct Limits {
    std::string_view id, name;
    int slots;
};
Limits limits_of(Client client) {
    return client == Client::a ? Limits{"web-a", "Web A", 6} : Limits{"web-k", "Web K", 4};
}

/// Web K numbers the accounts of the test servers apart from the others.
std::vector<Place> places_of(std::span<const Session* const> sessions, Client client) {
    std::vector<Place> places;
    int slot = 0, test_slot = 0;
    for (const Session* session : sessions) {
        const bool apart = client == Client::k && session->test;
        places.push_back({.slot = apart ? ++test_slot : ++slot, .test = apart});
    }
    return places;
}

Result<void> check_writable(const Session& session, const Limits& limits) {
    if (session.dc > last_dc) {
        return fail(ErrorCode::missing_fact,
                    fmt::format("{}: {} knows no DC {}", limits.id, limits.name, session.dc),
                    fmt::format("name the home DC: --dc N (1 to {})", last_dc));
    }
    return {};
}

Json hex(std::span<const std::uint8_t> bytes) {
    return std::string(reveal(core::encode_hex(bytes)));
}

/// The home DC's first; one key each.
void put_keys(Json& fields, const Session& session, std::string_view client, std::vector<Warning>& warnings) {
    fields[dc_name(session.dc, auth_key)] = hex(session.key.reveal());
    for (const DcKey& other : storable_keys(session, last_key_dc, client, warnings)) {
        fields[dc_name(other.dc, auth_key)] = hex(other.key.reveal());
    }
}

/// The first of each DC: the one in use.
void put_salts(Json& fields, const Session& session) {
    for (const Salt& salt : session.salts) {
        const std::string name = dc_name(salt.dc, server_salt);
        if (!dc_of(name, server_salt) || fields.contains(name)) continue;
        core::Writer bytes(sizeof(salt.salt));
        bytes.i64_le(salt.salt);
        fields[name] = hex(bytes.view());
    }
}

template <class T>
void put(Json& fields, const char* name, const std::optional<T>& value) {
    if (value) fields[name] = *value;
}

Json user_id(const Session& session, Client client) {
    if (client == Client::a) return std::to_string(*session.user.id);
    return *session.user.id;
}

/// Without the fingerprint: Web K makes it, and forgets what its databases hold of a former account when it
/// is missing.
Json account_of(const Session& session, Client client, std::vector<Warning>& warnings) {
    Json fields = {{"dcId", session.dc}};
    if (client == Client::a && session.test) fields["isTest"] = true;
    fields["userId"] = user_id(session, client);
    put(fields, "date", session.created);
    put_keys(fields, session, limits_of(client).name, warnings);
    put_salts(fields, session);
    if (client == Client::a) {
        put(fields, "firstName", session.user.first_name);
        put(fields, "lastName", session.user.last_name);
        put(fields, "phone", session.user.phone);
        put(fields, "isPremium", session.user.is_premium);
    }
    return fields;
}

/// Items of localStorage are texts: JSON, to both clients.
void put_item(Json& items, std::string name, const Json& value) {
    items[std::move(name)] = std::string(reveal(core::dump(value)));
}

void put_legacy(Json& items, const Json& account, const Session& session, Client client, bool behind_prefix) {
    const std::string prefix = prefix_of(behind_prefix);
    Json user = {{"dcID", session.dc}, {"id", user_id(session, client)}};
    if (const Json* date = core::member(account, "date")) user["date"] = *date;
    if (const Json* test = core::member(account, "isTest")) user["test"] = *test;
    put_item(items, prefix + std::string(user_auth), user);
    put_item(items, prefix + std::string(home_dc), session.dc);
    for (const auto& [name, value] : account.items()) {
        const auto key_dc = dc_of(name, auth_key), salt_dc = dc_of(name, server_salt);
        const bool of_dc = key_dc.value_or(salt_dc.value_or(last_dc + 1)) <= last_dc;
        if (of_dc) put_item(items, prefix + name, value);
    }
}

}  // namespace

Result<Artifact> write_dump(const ToWrite& what, Client client) {
    const Limits limits = limits_of(client);
    for (const Session* session : what.sessions) {
        if (auto writable = check_writable(*session, limits); !writable)
            return std::unexpected(std::move(writable.error()));
    }
    const auto places = places_of(what.sessions, client);
    if (std::ranges::max(places, {}, &Place::slot).slot > limits.slots) {
        return fail(
            ErrorCode::invalid_argument,
            fmt::format("{} accounts, where {} holds {}", what.sessions.size(), limits.name, limits.slots),
            "write several, each to be imported in a browser profile of its own");
    }
    core::WipedJson items{Json::object()};
    std::vector<Warning> warnings;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const core::WipedJson account(account_of(*what.sessions[i], client, warnings));
        put_item(items.get(), account_name(places[i]), account.get());
        if (places[i].slot == 1) {
            put_legacy(items.get(), account.get(), *what.sessions[i], client, places[i].test);
        }
    }
    if (what.active != 0) {
        const Place& active = places[what.active];
        put_item(items.get(), prefix_of(active.test) + std::string(current_account), active.slot);
    }
    return Artifact{.text = core::dump(items.get()), .warnings = std::move(warnings)};
}

}  // namespace tgferry::formats::web
