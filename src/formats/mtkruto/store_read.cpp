#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/ranges.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/mtkruto/codec.hpp"
#include "formats/mtkruto/identity.hpp"
#include "formats/mtkruto/store.hpp"
#include "formats/mtkruto/updates.hpp"

namespace tgferry::formats::mtkruto {
namespace {

constexpr std::string_view auth = "2auth";
constexpr std::string_view old_dc = "2auth.dc";
constexpr std::string_view old_key = "2auth.key";
constexpr std::string_view old_id = "2auth.accountId";
constexpr std::string_view old_type = "2auth.accountType";
constexpr std::string_view old_api_id = "2connection.apiId";

/// How a client's login is stored, newest first.
struct Layout {
    std::string_view name;
    std::string_view marker;  ///< the key that holds the auth key
    std::string_view channels;
    Codec codec;
};
constexpr std::array layouts = {
    Layout{"auth, current text", auth, "2channelPts", Codec::current},
    Layout{"auth, text before 0.90", auth, "2channelPts", Codec::old},
    Layout{"separate keys before 0.70", old_key, "2updates.channelPts", Codec::old},
};

/// A value together with the text that it is a view of.
struct Held {
    SecretText text{};
    std::optional<Value> value{};
};

/// One client's entries, in one layout.
class Client {
  public:
    Client(const Entries& entries, const std::string& prefix, const Layout& layout)
        : entries_(entries), prefix_(prefix), layout_(layout) {}

    [[nodiscard]] const Layout& layout() const { return layout_; }
    [[nodiscard]] std::string key(std::string_view part) const {
        return prefix_ + key_text({part}, layout_.codec);
    }
    Result<Held> get(std::string_view part) const {
        auto text = entries_.value(key(part));
        if (!text) return std::unexpected(std::move(text.error()));
        Held held{.text = std::move(*text)};
        held.value = parse_value(reveal(held.text));
        return held;
    }
    [[nodiscard]] bool holds(std::string_view part) const { return entries_.names().contains(key(part)); }
    [[nodiscard]] std::string place(std::string_view part) const { return entries_.place(key(part)); }
    [[nodiscard]] std::unexpected<Error> damaged(std::string_view part, std::string message) const {
        return std::unexpected(Error{.code = ErrorCode::damaged,
                                     .message = "mtkruto-store: " + std::move(message),
                                     .file = place(part),
                                     .hint = "use a backup, or let MTKruto export its auth string"});
    }
    /// All keys of the client that begin with that part, and what follows it.
    template <class Use>
    Result<void> each(std::string_view part, Use use) const {
        const std::string start = key(part);
        for (auto it = entries_.names().lower_bound(start); it != entries_.names().end(); ++it) {
            const std::string& name = it->first;
            if (!name.starts_with(start)) break;
            const auto parts =
                items_of({Kind::array, std::string_view(name).substr(prefix_.size() + 1)}, layout_.codec);
            if (!parts || parts->size() != 2) continue;
            auto text = entries_.value(name);
            if (!text) return std::unexpected(std::move(text.error()));
            if (const auto value = parse_value(reveal(*text))) use((*parts)[1], *value);
        }
        return {};
    }

  private:
    const Entries& entries_;
    const std::string& prefix_;
    const Layout& layout_;
};

/// What makes a login, from either layout.
struct Login {
    SecretBytes key{};
    std::string dc{};
    std::optional<std::int64_t> user_id{};
    std::optional<bool> is_bot{};
    std::int64_t api_id = 0;
};

Result<Login> read_object(const Client& client) {
    const auto held = client.get(auth);
    if (!held) return std::unexpected(held.error());
    if (!held->value || held->value->kind != Kind::object) {
        return client.damaged(auth, "the auth entry is no object");
    }
    const auto member = [&](std::string_view name) {
        return member_of(*held->value, name, client.layout().codec).value_or(Value{});
    };
    auto key = as_bytes(member("authKey"));
    if (!key) return client.damaged(auth, "the auth entry holds no authKey");
    const auto user_id = as_whole(member("userId"));
    if (!user_id) return client.damaged(auth, "the auth entry holds no userId");
    Login login{.key = std::move(*key), .dc = std::string(member("dc").content), .user_id = *user_id};
    login.is_bot = as_boolean(member("isBot"));
    login.api_id = as_whole(member("apiId")).value_or(0);
    return login;
}

Result<Login> read_separate(const Client& client) {
    Login login;
    const auto key = client.get(old_key);
    if (!key) return std::unexpected(key.error());
    auto bytes = key->value ? as_bytes(*key->value) : std::nullopt;
    if (!bytes) return client.damaged(old_key, "the entry auth.key holds no bytes");
    login.key = std::move(*bytes);
    const auto dc = client.get(old_dc);
    if (!dc) return std::unexpected(dc.error());
    if (dc->value) login.dc = std::string(dc->value->content);
    const auto id = client.get(old_id);
    if (!id) return std::unexpected(id.error());
    if (id->value) login.user_id = as_whole(*id->value);
    const auto type = client.get(old_type);
    if (!type) return std::unexpected(type.error());
    if (type->value) login.is_bot = type->value->content == "bot";
    const auto api_id = client.get(old_api_id);
    if (!api_id) return std::unexpected(api_id.error());
    if (api_id->value) login.api_id = as_whole(*api_id->value).value_or(0);
    return login;
}

/// Nothing where nobody is logged in: no key, or one without a user, as before the first login.
Result<std::optional<Session>> make_session(const Client& client, Login login) {
    const std::string_view part = client.layout().marker;
    if (login.key.empty() || login.user_id == 0) return std::nullopt;
    auto key = AuthKey::from(login.key.view());
    if (!key) {
        if (key.error().code == ErrorCode::not_logged_in) return std::nullopt;
        return client.damaged(part, key.error().message);
    }
    const auto dc = parse_dc(login.dc);
    if (!dc) return client.damaged(part, "the entry names no DC that MTKruto knows");
    if (login.user_id && !core::is_user_id(*login.user_id)) {
        return client.damaged(part, fmt::format("the user id {} is none", *login.user_id));
    }
    Session session{.dc = dc->dc, .key = std::move(*key), .test = dc->test};
    session.user.id = login.user_id;
    session.user.is_bot = login.is_bot;
    if (core::is_api_id(login.api_id)) {
        session.api.id = static_cast<std::int32_t>(login.api_id);
    }
    return session;
}

Result<void> read_rest(const Client& client, Session& session, std::vector<Warning>& warnings) {
    const auto premium = client.get("2auth.isPremium");
    if (!premium) return std::unexpected(premium.error());
    if (premium->value) session.user.is_premium = as_boolean(*premium->value);
    const auto state = client.get("2updates.state");
    if (!state) return std::unexpected(state.error());
    if (state->value) {
        // Older releases stored the bytes without the type's name in front.
        const auto items = items_of(*state->value, client.layout().codec);
        const auto bytes = as_bytes(items && items->size() == 2 ? (*items)[1] : *state->value);
        if (bytes) session.update_state = read_state(bytes->view());
    }
    if (client.holds("2updates.state") && !session.update_state) {
        warnings.push_back({"state_ignored", fmt::format("the update state in {} cannot be read and was "
                                                         "passed over",
                                                         client.place("2updates.state"))});
    }
    auto read = client.each(client.layout().channels, [&](const Value& id, const Value& value) {
        const auto channel = as_whole(id), pts = as_whole(value);
        if (!channel || !mark(PeerKind::channel, *channel) || !pts || *pts <= 0 || *pts > INT32_MAX) return;
        session.channels.push_back({*channel, static_cast<std::int32_t>(*pts)});
    });
    std::ranges::sort(session.channels, {}, &ChannelState::id);
    return read;
}

/// The newest layout in which somebody is logged in: a newer release leaves what older ones wrote.
Result<std::optional<Session>> read_client(const Entries& entries, const std::string& prefix,
                                           Bundle& bundle) {
    for (const Layout& layout : layouts) {
        const Client client(entries, prefix, layout);
        if (!client.holds(layout.marker)) continue;
        auto login = layout.marker == auth ? read_object(client) : read_separate(client);
        if (!login) return std::unexpected(std::move(login.error()));
        auto session = make_session(client, std::move(*login));
        if (!session) return std::unexpected(std::move(session.error()));
        if (!*session) continue;
        if (auto read = read_rest(client, **session, bundle.warnings); !read)
            return std::unexpected(std::move(read.error()));
        if (bundle.variant.empty()) bundle.variant = layout.name;
        return session;
    }
    return std::nullopt;
}

}  // namespace

Entries entries_of(const Probe& probe) {
    for (LocalStorage& storage : local_storages(probe)) {
        Entries entries(probe, std::move(storage));
        if (!prefixes_of(entries).empty()) return entries;
    }
    return Entries(probe);
}

std::set<std::string, std::less<>> prefixes_of(const Entries& entries) {
    std::set<std::string, std::less<>> prefixes;
    for (const Layout& layout : layouts) {
        const std::string marker = key_text({layout.marker}, layout.codec);
        for (const auto& [key, name] : entries.names()) {
            if (key.size() > marker.size() && key.ends_with(marker)) {
                prefixes.insert(key.substr(0, key.size() - marker.size()));
            }
        }
    }
    return prefixes;
}

Result<Bundle> read_store(const Probe& probe, const ReadOptions&) {
    const Entries entries = entries_of(probe);
    if (!probe.input().is_folder() && entries.names().empty()) {
        return fail(ErrorCode::damaged, "mtkruto-store: neither a folder nor a JSON object",
                    "name the folder that the files lie in, or a JSON object of the site's localStorage");
    }
    Bundle bundle;
    for (const std::string& prefix : prefixes_of(entries)) {
        auto session = read_client(entries, prefix, bundle);
        if (!session) {
            const std::size_t position = bundle.sessions.size() + bundle.lost.size();
            bundle.warnings.push_back({"account_lost", session.error().text()});
            bundle.lost.push_back(
                {.position = position, .error = std::move(session.error()), .label = prefix});
        } else if (*session) {
            (*session)->label = prefix;
            bundle.sessions.push_back(std::move(**session));
        } else {
            bundle.warnings.push_back(
                {"not_logged_in", fmt::format("nobody is logged in with the client \"{}\" of this storage, "
                                              "which was passed over",
                                              prefix)});
        }
    }
    bundle.active_known = bundle.sessions.size() + bundle.lost.size() <= 1;
    if (bundle.sessions.empty() && !bundle.lost.empty()) {
        return std::unexpected(std::move(bundle.lost.front().error));
    }
    if (bundle.sessions.empty()) {
        return std::unexpected(Error{.code = ErrorCode::not_logged_in,
                                     .message = "mtkruto-store: nobody is logged in",
                                     .file = probe.input().label(),
                                     .hint = "log in with MTKruto, then convert again"});
    }
    return bundle;
}

}  // namespace tgferry::formats::mtkruto
