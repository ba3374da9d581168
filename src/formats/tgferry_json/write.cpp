#include <array>

#include "core/hex.hpp"
#include "formats/tgferry_json/model_json.hpp"
#include "formats/tgferry_json/peer_kind.hpp"

namespace tgferry::formats {
namespace {

using core::Json;

template <class T>
void put(Json& object, const char* name, const std::optional<T>& value) {
    if (value) object[name] = *value;
}

Json hex(const AuthKey& key) {
    return std::string(reveal(core::encode_hex(key.reveal())));
}

Json to_json(const Endpoint& endpoint) {
    return {{"host", endpoint.host}, {"port", endpoint.port}};
}

Json to_json(const User& user) {
    Json out = Json::object();
    put(out, "id", user.id);
    put(out, "is_bot", user.is_bot);
    put(out, "is_premium", user.is_premium);
    put(out, "phone", user.phone);
    put(out, "first_name", user.first_name);
    put(out, "last_name", user.last_name);
    if (!user.usernames.empty()) out["usernames"] = user.usernames;
    return out;
}

Json to_json(const ApiProfile& api) {
    Json out = Json::object();
    put(out, "id", api.id);
    put(out, "hash", api.hash);
    put(out, "device", api.device);
    put(out, "system", api.system);
    put(out, "app_version", api.app_version);
    put(out, "lang_code", api.lang_code);
    put(out, "system_lang_code", api.system_lang_code);
    put(out, "lang_pack", api.lang_pack);
    return out;
}

/// Access hashes are text: JSON numbers past 2^53 do not survive every reader.
Json to_json(const Peer& peer) {
    Json out = {{"id", peer.id}, {"kind", kind_name(peer.kind)}};
    if (peer.access_hash) out["access_hash"] = std::to_string(*peer.access_hash);
    if (!peer.usernames.empty()) out["usernames"] = peer.usernames;
    put(out, "phone", peer.phone);
    put(out, "name", peer.name);
    put(out, "updated", peer.updated);
    return out;
}

Json to_json(const Salt& salt) {
    return {{"dc", salt.dc},
            {"valid_since", salt.valid_since},
            {"valid_until", salt.valid_until},
            {"salt", std::to_string(salt.salt)}};
}

Json to_json(const DcKey& key) {
    return {{"dc", key.dc}, {"auth_key", hex(key.key)}};
}
Json to_json(const ChannelState& channel) {
    return {{"id", channel.id}, {"pts", channel.pts}};
}

template <class T>
void put_list(Json& object, const char* name, const std::vector<T>& list) {
    if (list.empty()) return;
    Json& out = object[name] = Json::array();
    for (const T& item : list) out.push_back(to_json(item));
}

}  // namespace

Json session_to_json(const Session& s) {
    Json out = {{"dc", s.dc}, {"test", s.test}, {"auth_key", hex(s.key)}};
    put_list(out, "keys", s.other_keys);
    if (s.endpoint) out["endpoint"] = to_json(*s.endpoint);
    if (s.media_endpoint) out["media_endpoint"] = to_json(*s.media_endpoint);
    if (Json user = to_json(s.user); !user.empty()) out["user"] = std::move(user);
    if (Json api = to_json(s.api); !api.empty()) out["api"] = std::move(api);
    if (s.update_state) {
        const UpdateState& state = *s.update_state;
        out["update_state"] = {
            {"pts", state.pts}, {"qts", state.qts}, {"date", state.date}, {"seq", state.seq}};
    }
    if (!s.channels.empty()) put_list(out["update_state"], "channels", s.channels);
    put_list(out, "salts", s.salts);
    put_list(out, "peers", s.peers);
    put(out, "takeout_id", s.takeout_id);
    put(out, "created", s.created);
    put(out, "saved", s.saved);
    std::vector<std::pair<std::string, Json>> extra;
    for (const auto& [name, text] : s.extra) {
        auto value = core::parse_json(text);
        extra.emplace_back(name, value ? std::move(value->get()) : Json(nullptr));
    }
    if (!extra.empty()) core::put_members(out["extra"] = Json::object(), std::move(extra));
    return out;
}

}  // namespace tgferry::formats
