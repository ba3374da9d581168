#include <fmt/format.h>

#include "core/decimal.hpp"
#include "core/hex.hpp"
#include "formats/tgferry_json/model_json.hpp"
#include "formats/tgferry_json/peer_kind.hpp"

namespace tgferry::formats {
namespace {

using core::Json;

/// Typed look-ups that keep the first thing that was wrong, with its path.
class Reader {
  public:
    explicit Reader(std::string path) : path_(std::move(path)) {}

    void reject(std::string_view name, std::string_view wanted) {
        if (error_.empty()) error_ = fmt::format("{}.{} is not {}", path_, name, wanted);
    }

    template <class Int>
    void integer(const Json& object, const char* name, std::optional<Int>& out) {
        if (!core::member(object, name)) return;
        const auto value = core::int_member(object, name);
        if (!value || *value < std::numeric_limits<Int>::min() || *value > std::numeric_limits<Int>::max()) {
            return reject(name, "an integer in range");
        }
        out = static_cast<Int>(*value);
    }
    template <class Int>
    void integer(const Json& object, const char* name, Int& out) {
        std::optional<Int> value;
        integer(object, name, value);
        out = value.value_or(out);
    }
    void boolean(const Json& object, const char* name, std::optional<bool>& out) {
        if (!core::member(object, name)) return;
        out = core::bool_member(object, name);
        if (!out) reject(name, "true or false");
    }
    void text(const Json& object, const char* name, std::optional<std::string>& out) {
        if (!core::member(object, name)) return;
        out = core::text_member(object, name);
        if (!out) reject(name, "a text");
    }
    /// A 64-bit number as decimal text, or as a number.
    void wide(const Json& object, const char* name, std::optional<std::int64_t>& out) {
        const auto digits = core::text_member(object, name);
        if (!digits) return integer(object, name, out);
        const auto value = core::parse_decimal(*digits);
        if (!value) return reject(name, "a decimal number");
        out = value;
    }
    void texts(const Json& object, const char* name, std::vector<std::string>& out) {
        each(object, name, [&](const Json& item) {
            if (!item.is_string()) return reject(name, "a list of texts");
            out.push_back(item.get<std::string>());
        });
    }
    template <class Use>
    void each(const Json& object, const char* name, Use use) {
        const Json* list = core::member(object, name);
        if (!list) return;
        if (!list->is_array()) return reject(name, "a list");
        for (const Json& item : *list) use(item);
    }
    std::optional<AuthKey> key(const Json& object, const char* name) {
        const auto digits = core::text_member(object, name);
        const auto bytes = digits ? core::decode_hex(*digits) : std::nullopt;
        auto key = bytes ? AuthKey::from(bytes->view()) : AuthKey::from({});
        if (key) return std::move(*key);
        reject(name, "an auth key of 512 hex digits, not all zero");
        return std::nullopt;
    }
    [[nodiscard]] bool ok() const { return error_.empty(); }
    [[nodiscard]] std::unexpected<Error> failure() const {
        return fail(ErrorCode::damaged, "tgferry-json: " + error_);
    }

  private:
    std::string path_;
    std::string error_;
};

std::optional<Endpoint> endpoint(Reader& in, const Json& object, const char* name) {
    const Json* found = core::member(object, name);
    if (!found) return std::nullopt;
    Endpoint out;
    std::optional<std::string> host;
    in.text(*found, "host", host);
    in.integer(*found, "port", out.port);
    if (!host || host->empty()) {
        in.reject(name, "an address with host and port");
        return std::nullopt;
    }
    out.host = *host;
    return out;
}

void read_user(Reader& in, const Json& object, User& user) {
    in.integer(object, "id", user.id);
    in.boolean(object, "is_bot", user.is_bot);
    in.boolean(object, "is_premium", user.is_premium);
    in.text(object, "phone", user.phone);
    in.text(object, "first_name", user.first_name);
    in.text(object, "last_name", user.last_name);
    in.texts(object, "usernames", user.usernames);
}

void read_api(Reader& in, const Json& object, ApiProfile& api) {
    in.integer(object, "id", api.id);
    in.text(object, "hash", api.hash);
    in.text(object, "device", api.device);
    in.text(object, "system", api.system);
    in.text(object, "app_version", api.app_version);
    in.text(object, "lang_code", api.lang_code);
    in.text(object, "system_lang_code", api.system_lang_code);
    in.text(object, "lang_pack", api.lang_pack);
}

Peer read_peer(Reader& in, const Json& object) {
    Peer peer;
    in.integer(object, "id", peer.id);
    const auto kind = kind_from_name(core::text_member(object, "kind").value_or(""));
    if (!kind) in.reject("peers[].kind", "user, bot, group, channel or supergroup");
    peer.kind = kind.value_or(PeerKind::user);
    in.wide(object, "access_hash", peer.access_hash);
    in.texts(object, "usernames", peer.usernames);
    in.text(object, "phone", peer.phone);
    in.text(object, "name", peer.name);
    in.integer(object, "updated", peer.updated);
    return peer;
}

/// A peer that is none costs itself alone.
void read_peers(Reader& in, const Json& object, const std::string& path, Session& session,
                std::vector<Warning>& warnings) {
    std::size_t ignored = 0;
    in.each(object, "peers", [&](const Json& item) {
        Reader own(path);
        Peer peer = read_peer(own, item);
        if (own.ok()) {
            session.peers.push_back(std::move(peer));
        } else {
            ++ignored;
        }
    });
    if (ignored == 0) return;
    warnings.push_back(
        {"peers_ignored", fmt::format("{} peers of {} are damaged and were passed over", ignored, path)});
}

/// The member is there and says that there is none.
bool has_no_key(const Json& object) {
    if (!object.is_object() || !object.contains("auth_key")) return false;
    const Json& key = object["auth_key"];
    return key.is_null() || key == "";
}

Salt read_salt(Reader& in, const Json& object) {
    Salt salt;
    std::optional<std::int64_t> value;
    in.integer(object, "dc", salt.dc);
    in.integer(object, "valid_since", salt.valid_since);
    in.integer(object, "valid_until", salt.valid_until);
    in.wide(object, "salt", value);
    salt.salt = value.value_or(0);
    return salt;
}

void read_updates(Reader& in, const Json& object, Session& session) {
    const Json* found = core::member(object, "update_state");
    if (!found) return;
    if (core::member(*found, "pts")) {  // channels may be known without the account's own state
        UpdateState& state = session.update_state.emplace();
        in.integer(*found, "pts", state.pts);
        in.integer(*found, "qts", state.qts);
        in.integer(*found, "date", state.date);
        in.integer(*found, "seq", state.seq);
    }
    in.each(*found, "channels", [&](const Json& item) {
        ChannelState& channel = session.channels.emplace_back();
        in.integer(item, "id", channel.id);
        in.integer(item, "pts", channel.pts);
    });
}

void read_extra(Reader& in, const Json& object, Session& session) {
    const Json* extra = core::member(object, "extra");
    if (!extra) return;
    if (!extra->is_object()) return in.reject("extra", "an object");
    for (const auto& [name, value] : extra->items()) {
        session.extra.emplace_back(name, std::string(reveal(core::dump(value))));
    }
}

}  // namespace

Result<Session> session_from_json(const Json& object, const std::string& path,
                                  std::vector<Warning>& warnings) {
    if (has_no_key(object)) {
        return fail(ErrorCode::not_logged_in, fmt::format("tgferry-json: {} holds no auth key", path),
                    "use the file of an account that is logged in");
    }
    Reader in(path);
    if (object.is_object() && object.contains("auth_key") && object["auth_key"].is_null()) {
        return fail(ErrorCode::not_logged_in, "tgferry-json: auth_key is null: nobody is logged in");
    }
    std::int32_t dc = 0;
    in.integer(object, "dc", dc);
    auto key = in.key(object, "auth_key");
    if (!key) return in.failure();
    Session session{.dc = dc, .key = std::move(*key)};
    std::optional<bool> test;
    in.boolean(object, "test", test);
    session.test = test.value_or(false);
    session.endpoint = endpoint(in, object, "endpoint");
    session.media_endpoint = endpoint(in, object, "media_endpoint");
    in.each(object, "keys", [&](const Json& item) {
        std::int32_t other = 0;
        in.integer(item, "dc", other);
        if (auto other_key = in.key(item, "auth_key")) {
            session.other_keys.push_back({other, std::move(*other_key)});
        }
    });
    if (const Json* user = core::member(object, "user")) read_user(in, *user, session.user);
    if (const Json* api = core::member(object, "api")) read_api(in, *api, session.api);
    read_updates(in, object, session);
    in.each(object, "salts", [&](const Json& item) { session.salts.push_back(read_salt(in, item)); });
    read_peers(in, object, path, session, warnings);
    in.integer(object, "takeout_id", session.takeout_id);
    in.integer(object, "created", session.created);
    in.integer(object, "saved", session.saved);
    read_extra(in, object, session);
    if (!in.ok()) return in.failure();
    return session;
}

}  // namespace tgferry::formats
