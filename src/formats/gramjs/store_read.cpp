#include <fmt/format.h>

#include <tgferry/dc.hpp>

#include "core/cursor.hpp"
#include "core/decimal.hpp"
#include "core/ranges.hpp"
#include "formats/common/byte_list.hpp"
#include "formats/common/flags.hpp"
#include "formats/common/storage_name.hpp"
#include "formats/common/text_address.hpp"
#include "formats/gramjs/entity.hpp"
#include "formats/gramjs/store.hpp"

namespace tgferry::formats::gramjs {
namespace {

using core::Json;

/// One session's files.
class Store {
  public:
    Store(const io::Input& folder, const Keys& keys, std::string_view prefix)
        : folder_(folder), keys_(keys), prefix_(prefix) {}

    /// The value of a key as JSON; JSON null where the key is missing, cleared, or empty.
    Result<core::WipedJson> value(std::string_view name) const {
        const auto found = keys_.find(std::string(prefix_) + std::string(name));
        if (found == keys_.end()) return core::WipedJson(Json());
        const auto bytes = folder_.member(found->second);
        if (!bytes) return std::unexpected(bytes.error());
        const std::string_view text = core::as_text(bytes->view());
        if (text.empty() || text == "undefined") return core::WipedJson(Json());
        if (auto parsed = core::parse_json(text, folder_.budget())) return std::move(*parsed);
        return core::WipedJson(Json(text));
    }

    [[nodiscard]] std::unexpected<Error> damaged(std::string_view name, std::string message) const {
        return std::unexpected(Error{.code = ErrorCode::damaged,
                                     .message = "gramjs-store: " + std::move(message),
                                     .file = file(name)});
    }

    [[nodiscard]] std::string file(std::string_view name) const {
        const auto found = keys_.find(std::string(prefix_) + std::string(name));
        return found == keys_.end() ? folder_.label() : folder_.label() + "/" + found->second;
    }

  private:
    const io::Input& folder_;
    const Keys& keys_;
    std::string_view prefix_;
};

/// The key's bytes: {"type":"Buffer","data":[...]}, or the list alone. Empty where there is none.
Result<SecretBytes> read_key(const Store& store) {
    const auto value = store.value(auth_key_name);
    if (!value) return std::unexpected(value.error());
    if (value->get().is_null()) return SecretBytes();
    auto bytes = read_byte_list(value->get());
    if (!bytes) return store.damaged(auth_key_name, "the auth key " + bytes.error());
    return std::move(*bytes);
}

/// A number, or text that holds one; 0 where there is none, as GramJS passes over it.
Result<std::int64_t> read_number(const Store& store, std::string_view name, std::int64_t last) {
    const auto value = store.value(name);
    if (!value) return std::unexpected(value.error());
    const Json& json = value->get();
    std::uint64_t number = 0;
    if (json.is_null()) return 0;
    if (json.is_string()) {
        const auto& text = json.get_ref<const std::string&>();
        number = core::parse_decimal<std::uint64_t>(text).value_or(UINT64_MAX);
    } else {
        number = json.is_number_unsigned() ? json.get<std::uint64_t>() : UINT64_MAX;
    }
    if (number > static_cast<std::uint64_t>(last)) {
        return store.damaged(name, fmt::format("the {} is no number from 0 to {}", name, last));
    }
    return static_cast<std::int64_t>(number);
}

Result<std::optional<Endpoint>> read_endpoint(const Store& store) {
    const auto address = store.value(address_name);
    if (!address) return std::unexpected(address.error());
    const auto port = read_number(store, port_name, 65535);
    if (!port) return std::unexpected(port.error());
    if (address->get().is_null()) return std::nullopt;
    if (!address->get().is_string()) return store.damaged(address_name, "the address is no text");
    Endpoint endpoint{.host = address->get().get<std::string>()};
    if (endpoint.host.empty()) return std::nullopt;
    if (!is_address_text(endpoint.host)) return store.damaged(address_name, "the address is none");
    if (*port != 0) endpoint.port = static_cast<std::uint16_t>(*port);
    return endpoint;
}

/// The flag counts; GramJS itself has none, so that the address of a test server makes a test session as
/// well.
Result<void> read_test(const Store& store, Session& session, std::vector<Warning>& warnings) {
    const auto value = store.value(test_name);
    if (!value) return std::unexpected(value.error());
    core::WipedJson holder(Json{{std::string(test_name), value->get()}});
    const auto flag = flag_member(holder.get(), test_name, warnings);
    session.test = flag.value_or(false);
    const auto guess = session.endpoint ? guess_dc(session.endpoint->host) : std::nullopt;
    if (!flag && guess && guess->test) {
        session.test = true;
        session.inferred.add(Field::test);
    }
    return {};
}

/// Keys that the client makes again where they fail, so a broken one is passed over.
Result<void> read_other_keys(const Store& store, Session& session, std::vector<Warning>& warnings) {
    const auto value = store.value(other_keys_name);
    if (!value) return std::unexpected(value.error());
    if (value->get().is_null()) return {};
    const auto pass_over = [&](std::string_view what) {
        warnings.push_back(
            {"key_ignored", fmt::format("{} in {} was ignored", what, store.file(other_keys_name))});
    };
    if (!value->get().is_object()) {
        pass_over("what is no object");
        return {};
    }
    for (const auto& [name, item] : value->get().items()) {
        const auto dc = core::parse_decimal<std::int32_t>(name);
        const auto bytes = read_byte_list(item);
        auto key = bytes ? AuthKey::from(bytes->view()) : AuthKey::from({});
        if (dc && core::is_dc(*dc) && key) {
            if (*dc != session.dc) session.other_keys.push_back({*dc, std::move(*key)});
        } else if (!item.is_null()) {
            pass_over(fmt::format("what stands for DC {}", name.substr(0, 8)));
        }
    }
    return {};
}

/// Everything of one session but its entities; nothing where it holds no key.
Result<std::optional<Session>> read_session(const Store& store, std::vector<Warning>& warnings) {
    const auto bytes = read_key(store);
    if (!bytes) return std::unexpected(bytes.error());
    if (bytes->empty()) return std::nullopt;
    auto key = AuthKey::from(bytes->view());
    if (!key) {
        key.error().file = store.file(auth_key_name);
        return std::unexpected(std::move(key.error()));
    }
    const auto dc = read_number(store, dc_name, INT32_MAX);
    if (!dc) return std::unexpected(dc.error());
    auto endpoint = read_endpoint(store);
    if (!endpoint) return std::unexpected(std::move(endpoint.error()));
    if (*endpoint) doubt_address(**endpoint, warnings);
    Session session{
        .dc = static_cast<std::int32_t>(*dc), .key = std::move(*key), .endpoint = std::move(*endpoint)};
    if (auto read = read_test(store, session, warnings); !read) return std::unexpected(read.error());
    if (auto read = read_other_keys(store, session, warnings); !read) return std::unexpected(read.error());
    return session;
}

bool is_own_name(std::string_view name) {
    return name == auth_key_name || name == dc_name || name == port_name || name == address_name ||
           name == other_keys_name || name == test_name;
}

/// Entities are all other keys of the session. Returns how many files were none.
Result<std::size_t> read_peers(const Store& store, const Keys& keys, const std::string& prefix,
                               Session& session) {
    std::size_t ignored = 0;
    for (auto key = keys.lower_bound(prefix); key != keys.end() && key->first.starts_with(prefix); ++key) {
        const std::string_view name = std::string_view(key->first).substr(prefix.size());
        if (is_own_name(name)) continue;
        const auto row = store.value(name);
        if (!row) return std::unexpected(row.error());
        auto peer = read_entity(name, row->get());
        if (peer) {
            session.peers.push_back(std::move(*peer));
        } else {
            ++ignored;
        }
    }
    return ignored;
}

/// The session's name: the prefix without the divider, which is GramJS's own unless told otherwise.
std::optional<std::string> label_of(std::string_view prefix) {
    if (prefix.ends_with(':')) prefix.remove_suffix(1);
    return prefix.empty() ? std::nullopt : std::optional(std::string(prefix));
}

}  // namespace

Keys keys_of(const io::Input& folder) {
    Keys keys;
    for (const std::string& member : folder.members()) {
        if (auto key = storage_key(member)) keys.emplace(std::move(*key), member);
    }
    return keys;
}

std::set<std::string, std::less<>> prefixes_of(const Keys& keys) {
    std::set<std::string, std::less<>> prefixes;
    for (const auto& [key, member] : keys) {
        for (const std::string_view name : {auth_key_name, dc_name}) {
            if (key.size() <= name.size() || !key.ends_with(name)) continue;
            std::string prefix = key.substr(0, key.size() - name.size());
            const auto has = [&](std::string_view other) {
                return keys.contains(prefix + std::string(other));
            };
            if (has(address_name) || (has(auth_key_name) && (has(dc_name) || has(port_name)))) {
                prefixes.insert(std::move(prefix));
            }
        }
    }
    return prefixes;
}

Result<Bundle> read_store(const Probe& probe, const ReadOptions&) {
    const io::Input& folder = probe.input();
    if (!folder.is_folder()) {
        return fail(ErrorCode::damaged, "gramjs-store: not a folder",
                    "name the folder that the files lie in");
    }
    const Keys keys = keys_of(folder);
    Bundle bundle{.variant = "StoreSession"};
    for (const std::string& prefix : prefixes_of(keys)) {
        const Store store(folder, keys, prefix);
        auto session = read_session(store, bundle.warnings);
        if (!session) {
            bundle.warnings.push_back({"account_lost", session.error().text()});
            bundle.lost.push_back({.position = bundle.sessions.size() + bundle.lost.size(),
                                   .error = std::move(session.error()),
                                   .label = label_of(prefix)});
            continue;
        }
        if (!*session) {
            bundle.warnings.push_back(
                {"not_logged_in", fmt::format("the session \"{}\" of this folder holds no auth "
                                              "key and was passed over",
                                              prefix)});
            continue;
        }
        const auto ignored = read_peers(store, keys, prefix, **session);
        if (!ignored) return std::unexpected(ignored.error());
        if (*ignored != 0) {
            bundle.warnings.push_back(
                {"files_ignored", fmt::format("{} files of the folder are no entities and were "
                                              "ignored",
                                              *ignored)});
        }
        (*session)->label = label_of(prefix);
        bundle.sessions.push_back(std::move(**session));
    }
    bundle.active_known = bundle.sessions.size() + bundle.lost.size() <= 1;
    if (bundle.sessions.empty() && !bundle.lost.empty()) {
        return std::unexpected(std::move(bundle.lost.front().error));
    }
    if (bundle.sessions.empty()) {
        return std::unexpected(Error{.code = ErrorCode::not_logged_in,
                                     .message = "gramjs-store: the folder holds no auth key",
                                     .file = folder.label(),
                                     .hint = "log in with GramJS, then convert again"});
    }
    return bundle;
}

}  // namespace tgferry::formats::gramjs
