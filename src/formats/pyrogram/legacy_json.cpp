#include "formats/pyrogram/legacy_json.hpp"

#include "core/base64.hpp"
#include "core/decimal.hpp"
#include "core/ranges.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/common/peers_ignored.hpp"
#include "formats/common/pyrogram_placeholders.hpp"

namespace tgferry::formats::pyrogram {
namespace {

using core::Json;

/// The pieces, 43 characters each, joined; nothing where there are none.
std::optional<SecretText> key_text(const Json& file) {
    const Json* key = core::member(file, "auth_key");
    if (!key) return std::nullopt;
    std::string joined;
    if (key->is_string()) joined = key->get_ref<const std::string&>();
    if (key->is_array()) {
        for (const Json& piece : *key) {
            if (!piece.is_string()) return std::nullopt;
            joined += piece.get_ref<const std::string&>();
        }
    }
    SecretText text = secret_text(joined);
    wipe(joined.data(), joined.size());
    return text;
}

Result<AuthKey> key_of(const Json& file) {
    const Json* stored = core::member(file, "auth_key");
    if (stored && !stored->is_string() && !stored->is_array()) {
        return fail(ErrorCode::damaged, "auth_key is neither a text nor a list of texts");
    }
    const auto text = key_text(file);
    if (!text || text->empty()) {
        return fail(ErrorCode::not_logged_in, "the file holds no auth key: nobody is logged in with it");
    }
    const auto bytes = core::decode_base64(reveal(*text));
    if (!bytes) return fail(ErrorCode::damaged, "auth_key is not base64");
    return AuthKey::from(bytes->bytes.view());
}

void read_peers(const Json& file, Session& session, std::vector<Warning>& warnings) {
    const Json* peers = core::member(file, "peers_by_id");
    if (!peers || !peers->is_object()) return;
    std::size_t ignored = 0;
    for (const auto& [name, hash] : peers->items()) {
        const auto marked = core::parse_decimal(name);
        const auto id = marked ? unmark(*marked) : std::nullopt;
        if (!id) {
            ++ignored;
            continue;
        }
        Peer& peer = session.peers.emplace_back(bare_peer(id->id, id->kind));
        const auto access = core::int_member(*peers, name);
        if (access != 0) peer.access_hash = access;
    }
    if (ignored > 0) warnings.push_back(peers_ignored(ignored, "peers_by_id"));
}

}  // namespace

bool is_legacy_json(const Probe& probe) {
    const auto* file = probe.json();
    if (!file || !core::int_member(*file, "dc_id") || !core::bool_member(*file, "test_mode")) return false;
    return file->contains("auth_key") && file->contains("user_id");
}

Result<Bundle> read_legacy_json(const Probe& probe) {
    const Json& file = *probe.json();
    auto key = key_of(file);
    if (!key) return std::unexpected(std::move(key.error()));
    Bundle bundle{.variant = "json"};
    Session session{.dc = 0, .key = std::move(*key)};
    const std::int64_t dc = core::int_member(file, "dc_id").value_or(0);
    if (core::is_dc(dc)) session.dc = static_cast<std::int32_t>(dc);
    session.test = core::bool_member(file, "test_mode").value_or(false);
    if (const auto id = core::int_member(file, "user_id"))
        session.user.id = known_user_id(*id, bundle.warnings);
    session.user.is_bot = core::bool_member(file, "is_bot");
    if (const auto date = core::int_member(file, "date"); date && *date > 0) session.saved = date;
    read_peers(file, session, bundle.warnings);
    bundle.sessions.push_back(std::move(session));
    return bundle;
}

}  // namespace tgferry::formats::pyrogram
