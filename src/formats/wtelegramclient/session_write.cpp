#include <tgferry/dc.hpp>
#include <tgferry/key_id.hpp>

#include "core/base64.hpp"
#include "core/json.hpp"
#include "formats/common/dc_keys.hpp"
#include "formats/wtelegramclient/session_text.hpp"

namespace tgferry::formats::wtelegramclient {
namespace {

using core::Json;

constexpr int ipv6_flag = 1, static_flag = 16;

/// Always there: some paths of the library crash without it. Numbers, since only .NET 8 reads names.
Json data_center(std::int32_t dc, const Endpoint& endpoint) {
    const bool ipv6 = endpoint.host.find(':') != std::string::npos;
    return {{"flags", static_flag | (ipv6 ? ipv6_flag : 0)},
            {"id", dc},
            {"ip_address", endpoint.host},
            {"port", endpoint.port}};
}

Json dc_session(std::int64_t id, const AuthKey& key, std::optional<std::int64_t> user, Json data_center) {
    const SecretText text = core::encode_base64(key.reveal(), core::Alphabet::standard, core::Padding::keep);
    Json out = {{"Id", id},
                {"AuthKeyID", static_cast<std::int64_t>(key_id(key))},
                {"AuthKey", std::string(reveal(text))}};
    if (user) out["UserId"] = *user;
    out["DataCenter"] = std::move(data_center);
    return out;
}

}  // namespace

/// Other DCs have no UserId: nobody knows whether it is logged in there, and without one the library logs in
/// by itself (auth.exportAuthorization).
SecretText session_text(const Session& session, std::span<const DcKey> others, std::int64_t id) {
    core::WipedJson json(Json::object());
    json.get()["ApiId"] = *session.api.id;
    json.get()["UserId"] = *session.user.id;
    json.get()["MainDC"] = session.dc;
    Json& entries = json.get()["DCSessions"] = Json::object();
    entries[std::to_string(session.dc)] =
        dc_session(id, session.key, session.user.id, data_center(session.dc, *session.endpoint));
    for (const DcKey& other : others) {
        entries[std::to_string(other.dc)] =
            dc_session(++id, other.key, {}, data_center(other.dc, address_of_other(session, other.dc)));
    }
    return core::dump(json.get());
}

}  // namespace tgferry::formats::wtelegramclient
