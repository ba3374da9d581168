#include "formats/madelineproto/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/cursor.hpp"
#include "core/ranges.hpp"
#include "formats/madelineproto/container.hpp"
#include "formats/madelineproto/php_value.hpp"

namespace tgferry::formats::madelineproto {
namespace {

using php::Document;
using php::Key;
using php::Kind;
using php::Value;

/// Test DCs are counted from here; those of media servers are negative.
constexpr std::int64_t test_dcs = 10000;
/// Nobody has more; references could make a small file name one large object a million times.
constexpr std::size_t max_dcs = 64;

std::unexpected<Error> unsupported(std::string message, std::string hint) {
    return fail(ErrorCode::unsupported_version, "madelineproto: " + std::move(message), std::move(hint));
}

std::optional<std::int64_t> integer(const std::optional<Value>& value) {
    if (!value || value->kind != Kind::integer) return std::nullopt;
    return value->number;
}

std::optional<bool> boolean(const std::optional<Value>& value) {
    if (!value || value->kind != Kind::boolean) return std::nullopt;
    return value->number != 0;
}

/// A key of a logged-in account, under the number that MadelineProto gives its DC.
struct Found {
    std::int64_t number = 0;
    AuthKey key;
    [[nodiscard]] bool test() const { return number > test_dcs; }
    [[nodiscard]] std::int32_t dc() const {
        return static_cast<std::int32_t>(test() ? number - test_dcs : number);
    }
};

class StateReader {
  public:
    explicit StateReader(const Document& document) : document_(document) {}

    Result<Session> run() {
        auto client = find_client();
        if (!client) return std::unexpected(std::move(client.error()));
        const auto datacenter = document_.member(*client, "datacenter");
        if (!datacenter) return nobody();
        if (auto found = find_keys(*datacenter); !found) return std::unexpected(std::move(found.error()));
        const auto home = find_home(*client, *datacenter);
        if (home == keys_.end()) return nobody();
        Session session{.dc = home->dc(), .key = home->key, .test = home->test()};
        for (const Found& other : keys_) {
            if (other.test() == session.test && other.dc() != session.dc) {
                session.other_keys.push_back({other.dc(), other.key});
            }
        }
        std::ranges::sort(session.other_keys, {}, &DcKey::dc);
        read_user(*client, session.user);
        return session;
    }

  private:
    static std::unexpected<Error> nobody() {
        return fail(ErrorCode::not_logged_in,
                    "madelineproto: the session holds no key of a logged-in account",
                    "log in with MadelineProto, then convert again");
    }

    /// The client inside its wrapper.
    [[nodiscard]] Result<Value> find_client() const {
        const Value root = document_.root();
        if (root.kind != Kind::object) {
            return fail(ErrorCode::damaged, "madelineproto: the file holds no object");
        }
        if (const auto client = document_.member(root, "API")) return *client;
        if (document_.member(root, "datacenter")) return root;
        const std::string name = printable_class(root.text);
        const bool state = name.ends_with("\\LightState") || name.ends_with("\\IpcState");
        if (state) return unsupported("the file holds no session but " + name, "name safe.php beside it");
        return unsupported(fmt::format("the file holds only a pointer into a database ({})", name),
                           "the session lies in that database: let MadelineProto export it "
                           "(exportAuthorization()), or move it into files with its own settings first");
    }

    /// What an error may show of a name that anybody can have written.
    static std::string printable_class(std::string_view name) {
        std::string out;
        for (const char c : name.substr(0, 100)) {
            const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            out += plain || c == '\\' || c == '_' ? c : '?';
        }
        return out;
    }

    /// Errors: damaged, for a key that is none.
    Result<void> find_keys(const Value& datacenter) {
        Result<void> result;
        std::set<std::int64_t> seen;
        const auto sockets = document_.member(datacenter, "sockets");
        if (!sockets) return result;
        document_.for_each(*sockets, [&](const Key& name, const Value& connection) {
            const bool main = !name.text && name.number > 0 && name.number <= test_dcs + core::last_dc;
            const bool real = name.number <= core::last_dc || name.number > test_dcs;
            const bool fresh = main && real && seen.insert(name.number).second;
            if (fresh) result = take_key(name.number, connection);
            return result.has_value() && seen.size() < max_dcs;
        });
        return result;
    }

    Result<void> take_key(std::int64_t number, const Value& connection) {
        const auto permanent = document_.member(connection, "permAuthKey");
        if (!permanent || !boolean(document_.member(*permanent, "authorized")).value_or(false)) return {};
        const auto bytes = document_.member(*permanent, "authKey");
        if (!bytes || bytes->kind != Kind::text) return {};
        auto key = AuthKey::from(core::as_bytes(bytes->text));
        if (!key) {
            key.error().message = fmt::format("madelineproto: DC {}: {}", number, key.error().message);
            return std::unexpected(std::move(key.error()));
        }
        keys_.push_back({number, std::move(*key)});
        return {};
    }

    /// The DC in use; where that has no key, the one that the login was made on.
    [[nodiscard]] std::vector<Found>::const_iterator find_home(const Value& client,
                                                               const Value& datacenter) const {
        for (const auto& number : {integer(document_.member(datacenter, "currentDatacenter")),
                                   integer(document_.member(client, "authorized_dc"))}) {
            const auto home = std::ranges::find(keys_, number.value_or(0), &Found::number);
            if (home != keys_.end()) return home;
        }
        return keys_.end();
    }

    void read_user(const Value& client, User& user) const {
        const auto authorization = document_.member(client, "authorization");
        const auto self = authorization ? document_.member(*authorization, "user") : std::nullopt;
        if (!self) return;
        const auto id = integer(document_.member(*self, "id"));
        if (!id || *id < 1) return;
        user.id = id;
        user.is_bot = boolean(document_.member(*self, "bot")).value_or(false);
    }

    const Document& document_;
    std::vector<Found> keys_;
};

Result<Bundle> read_state(std::span<const std::uint8_t> file, core::Budget& budget) {
    const auto container = parse_container(file);
    if (!container) return std::unexpected(container.error());
    if (container->igbinary) {
        return unsupported("the session is serialised with igbinary, which is not read",
                           "let MadelineProto save it once in a PHP without the igbinary extension");
    }
    const auto document = Document::parse(container->object, budget);
    if (!document) {
        Error error = document.error();
        error.message = "madelineproto: " + error.message;
        *error.offset += file.size() - container->object.size();
        return std::unexpected(std::move(error));
    }
    StateReader reader(*document);
    auto session = reader.run();
    if (!session) return std::unexpected(std::move(session.error()));
    Bundle bundle{.variant = container->php.empty()
                                 ? fmt::format("version {}", container->version)
                                 : fmt::format("version {}, PHP {}", container->version, container->php)};
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

}  // namespace

bool detect(const Probe& probe) {
    if (!probe.input().is_folder()) return is_container(probe.input().bytes());
    if (!probe.input().has_member(session_file)) return false;
    const auto bytes = probe.input().member(session_file);
    return bytes && is_container(bytes->view());
}

Result<Bundle> read(const Probe& probe, const ReadOptions&) {
    const io::Input& input = probe.input();
    if (!input.is_folder()) {
        auto bundle = read_state(input.bytes(), probe.budget());
        if (!bundle) return pass_on(std::move(bundle.error()), input.label());
        return bundle;
    }
    const auto bytes = input.member(session_file);
    if (!bytes) return std::unexpected(bytes.error());
    auto bundle = read_state(bytes->view(), probe.budget());
    if (!bundle) return pass_on(std::move(bundle.error()), input.label() + "/" + session_file);
    return bundle;
}

}  // namespace tgferry::formats::madelineproto
