#include "formats/pyrogram/legacy_json.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base64.hpp"
#include "core/decimal.hpp"
#include "core/ranges.hpp"
#include "formats/common/accounts.hpp"
#include "formats/common/extended_json.hpp"
#include "formats/common/flags.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/common/peers_ignored.hpp"
#include "formats/common/pyrogram_placeholders.hpp"

namespace tgferry::formats::pyrogram {
namespace {

using core::Json;

bool is_document(const Json& json) {
    return whole_member(json, "dc_id") && core::member(json, "test_mode") && json.contains("auth_key") &&
           json.contains("user_id");
}

/// The documents of the input that are sessions.
std::vector<const Json*> documents_of(const Probe& probe) {
    std::vector<const Json*> out;
    if (const Json* json = probe.json()) {
        if (is_document(*json)) out.push_back(json);
    } else if (const Json* list = probe.json_list()) {
        for (const Json& item : *list) {
            if (is_document(item)) out.push_back(&item);
        }
    }
    return out;
}

/// The base64 of the key, its pieces joined. Errors: damaged where it is of an unknown type.
Result<SecretText> key_text(const Json& key) {
    if (const auto* text = key.get_ptr<const std::string*>()) return secret_text(*text);
    if (const std::string* binary = wrapped_binary(key)) return secret_text(*binary);
    const bool is_pieces =
        key.is_array() && std::ranges::all_of(key, [](const Json& piece) { return piece.is_string(); });
    if (!is_pieces) {
        return fail(ErrorCode::damaged, fmt::format("auth_key is {}, of which no way to a key is known",
                                                    key.is_object()  ? "an object"
                                                    : key.is_array() ? "a list"
                                                                     : "no text"));
    }
    std::string joined;
    for (const Json& piece : key) joined += piece.get_ref<const std::string&>();
    SecretText text = secret_text(joined);
    wipe(joined.data(), joined.size());
    return text;
}

Result<AuthKey> key_of(const Json& document) {
    const Json* key = core::member(document, "auth_key");
    auto text = key ? key_text(*key) : Result<SecretText>(SecretText());
    if (!text) return std::unexpected(std::move(text.error()));
    if (text->empty()) {
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

Result<Session> session_of(const Json& document, std::vector<Warning>& warnings) {
    auto key = key_of(document);
    if (!key) return std::unexpected(std::move(key.error()));
    Session session{.dc = 0, .key = std::move(*key)};
    const std::int64_t dc = whole_member(document, "dc_id").value_or(0);
    if (core::is_dc(dc)) session.dc = static_cast<std::int32_t>(dc);
    session.test = flag_member(document, "test_mode", warnings).value_or(false);
    if (const auto id = whole_member(document, "user_id")) session.user.id = known_user_id(*id, warnings);
    session.user.is_bot = flag_member(document, "is_bot", warnings);
    const std::int64_t api_id = whole_member(document, "api_id").value_or(0);
    if (api_id > 0 && api_id <= INT32_MAX) session.api.id = static_cast<std::int32_t>(api_id);
    if (const auto date = whole_member(document, "date"); date && *date > 0) session.saved = date;
    read_peers(document, session, warnings);
    return session;
}

}  // namespace

bool is_legacy_json(const Probe& probe) {
    return !documents_of(probe).empty();
}

Result<Bundle> read_legacy_json(const Probe& probe) {
    const auto documents = documents_of(probe);
    Bundle bundle{.variant = "json"};
    std::optional<Error> nobody;
    for (const Json* document : documents) {
        const Json* key = core::member(*document, "auth_key");
        if (key && key->is_object()) bundle.variant = "json of MongoDB";
        auto session = session_of(*document, bundle.warnings);
        const std::size_t position = bundle.sessions.size() + bundle.lost.size();
        if (session) {
            if (documents.size() > 1) session->label = core::text_member(*document, "_id");
            bundle.sessions.push_back(std::move(*session));
        } else if (session.error().code == ErrorCode::not_logged_in) {
            if (documents.size() > 1) bundle.warnings.push_back({"not_logged_in", session.error().message});
            nobody = std::move(session.error());
        } else {
            if (documents.size() > 1) bundle.warnings.push_back({"account_lost", session.error().message});
            bundle.lost.push_back({.position = position, .error = std::move(session.error())});
        }
    }
    if (bundle.sessions.empty() && bundle.lost.empty()) return std::unexpected(std::move(*nobody));
    if (auto done = finish_accounts(bundle); !done) return std::unexpected(std::move(done.error()));
    return bundle;
}

}  // namespace tgferry::formats::pyrogram
