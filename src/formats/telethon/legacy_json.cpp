#include "formats/telethon/legacy_json.hpp"

#include "core/base64.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/common/peers_ignored.hpp"

namespace tgferry::formats::telethon {
namespace {

using core::Json;

Result<AuthKey> key_of(const Json& file) {
    const Json* text = core::member(file, "auth_key_data");
    if (!text)
        return fail(ErrorCode::not_logged_in, "the file holds no auth key: nobody is logged in with it");
    std::optional<core::Base64> bytes;
    if (text->is_string()) bytes = core::decode_base64(text->get_ref<const std::string&>());
    if (!bytes) return fail(ErrorCode::damaged, "auth_key_data is not base64");
    return AuthKey::from(bytes->bytes.view());
}

std::int64_t number(const Json& value) {
    const bool fits = value.is_number_integer() && (!value.is_number_unsigned() || value <= INT64_MAX);
    return fits ? value.get<std::int64_t>() : 0;
}

/// [marked id, access hash]
std::optional<Peer> peer_of(const Json& entity) {
    if (!entity.is_array() || entity.size() != 2) return std::nullopt;
    const auto id = unmark(number(entity[0]));
    if (!id) return std::nullopt;
    Peer peer = bare_peer(id->id, id->kind);
    if (const std::int64_t hash = number(entity[1]); hash != 0) peer.access_hash = hash;
    return peer;
}

}  // namespace

bool is_legacy_json(const Probe& probe) {
    const auto* file = probe.json();
    return file && file->contains("auth_key_data") && file->contains("port") &&
           core::text_member(*file, "server_address").has_value();
}

Result<Bundle> read_legacy_json(const Probe& probe) {
    const Json& file = *probe.json();
    auto key = key_of(file);
    if (!key) return std::unexpected(std::move(key.error()));
    Session session{.dc = 0, .key = std::move(*key)};
    session.endpoint = Endpoint{core::text_member(file, "server_address").value_or("")};
    const std::int64_t port = core::int_member(file, "port").value_or(0);
    if (port > 0 && port <= UINT16_MAX) session.endpoint->port = static_cast<std::uint16_t>(port);
    Bundle bundle{.variant = "json"};
    std::size_t ignored = 0;
    if (const Json* entities = core::member(file, "entities"); entities && entities->is_array()) {
        for (const Json& entity : *entities) {
            if (auto peer = peer_of(entity)) {
                session.peers.push_back(std::move(*peer));
            } else {
                ++ignored;
            }
        }
    }
    if (ignored > 0) bundle.warnings.push_back(peers_ignored(ignored, "entities"));
    bundle.sessions.push_back(std::move(session));
    return bundle;
}

}  // namespace tgferry::formats::telethon
