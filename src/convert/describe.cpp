// The JSON of `tgferry inspect`: names and types are fixed, fields may be added.
#include <tgferry/api_profiles.hpp>
#include <tgferry/convert.hpp>
#include <tgferry/key_id.hpp>

#include "core/hex.hpp"
#include "core/json.hpp"
#include "core/secret_name.hpp"

namespace tgferry {
namespace {

using core::Json;

template <class T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json describe(const std::optional<Endpoint>& endpoint) {
    if (!endpoint) return nullptr;
    return {{"host", endpoint->host}, {"port", endpoint->port}};
}

Json describe_key(std::int32_t dc, const AuthKey& key, bool reveal_keys) {
    Json out = {{"dc", dc}, {"auth_key_id", key_id_text(key)}};
    if (reveal_keys) out["auth_key"] = reveal(core::encode_hex(key.reveal()));
    return out;
}

Json describe_keys(const Session& session, bool reveal_keys) {
    Json out = Json::array({describe_key(session.dc, session.key, reveal_keys)});
    for (const DcKey& key : session.other_keys) out.push_back(describe_key(key.dc, key.key, reveal_keys));
    return out;
}

Json describe_user(const Session& session) {
    constexpr FieldSet about_user = {Field::user_id, Field::is_bot,   Field::is_premium, Field::phone,
                                     Field::name,    Field::username, Field::usernames};
    if ((present_fields(session) & about_user).empty()) return nullptr;
    const User& user = session.user;
    return {{"id", or_null(user.id)},
            {"is_bot", or_null(user.is_bot)},
            {"username", user.usernames.empty() ? Json(nullptr) : Json(user.usernames.front())},
            {"usernames", user.usernames},
            {"phone", or_null(user.phone)},
            {"first_name", or_null(user.first_name)},
            {"last_name", or_null(user.last_name)},
            {"is_premium", or_null(user.is_premium)}};
}

Json describe_api(const Session& session, bool reveal_keys) {
    const ApiProfile& api = session.api;
    if (api == ApiProfile{}) return nullptr;
    const KnownApi* known = api.id ? find_api(*api.id) : nullptr;
    Json out = {{"id", or_null(api.id)},
                {"profile", known ? Json(known->name) : Json(nullptr)},
                {"device", or_null(api.device)},
                {"system", or_null(api.system)},
                {"app_version", or_null(api.app_version)},
                {"lang_code", or_null(api.lang_code)},
                {"system_lang_code", or_null(api.system_lang_code)},
                {"lang_pack", or_null(api.lang_pack)}};
    if (reveal_keys) out["hash"] = or_null(api.hash);
    return out;
}

Json describe_state(const Session& session) {
    if (!session.update_state) return nullptr;
    const UpdateState& state = *session.update_state;
    return {{"pts", state.pts},
            {"qts", state.qts},
            {"date", state.date},
            {"seq", state.seq},
            {"channels", session.channels.size()}};
}

Json describe_account(const Session& session, std::size_t index, bool reveal_keys) {
    return {{"index", index},
            {"name", or_null(session.label)},
            {"dc", session.dc},
            {"test", session.test},
            {"endpoint", describe(session.endpoint)},
            {"auth_key_id", key_id_text(session.key)},
            {"keys", describe_keys(session, reveal_keys)},
            {"user", describe_user(session)},
            {"api", describe_api(session, reveal_keys)},
            {"update_state", describe_state(session)},
            {"peers", session.peers.size()},
            {"created", or_null(session.created)},
            {"saved", or_null(session.saved)}};
}

}  // namespace

SecretText describe_json(const Bundle& bundle, bool reveal_keys) {
    const FormatInfo* info = find_format(bundle.format);
    Json out = {
        {"schema", 1},
        {"format", bundle.format},
        {"variant", bundle.variant},
        {"library", info ? info->library : ""},
        {"locked", bundle.locked},
        {"secret", bundle.locked ? Json(core::secret_name(bundle.secret)) : Json(nullptr)},
        {"active", bundle.locked || !bundle.active_known ? Json(nullptr) : Json(bundle.active_position())},
        {"accounts", Json::array()},
        {"lost", Json::array()},
        {"warnings", Json::array()}};
    for (std::size_t i = 0; i < bundle.sessions.size(); ++i) {
        out["accounts"].push_back(describe_account(bundle.sessions[i], bundle.position(i), reveal_keys));
    }
    for (const LostAccount& lost : bundle.lost) {
        out["lost"].push_back({{"index", lost.position},
                               {"code", code_name(lost.error.code)},
                               {"message", lost.error.text()},
                               {"name", or_null(lost.label)}});
    }
    for (const Warning& warning : bundle.warnings) {
        out["warnings"].push_back({{"code", warning.code}, {"message", warning.message}});
    }
    core::WipedJson wiped(std::move(out));
    return core::dump(wiped.get());
}

}  // namespace tgferry
