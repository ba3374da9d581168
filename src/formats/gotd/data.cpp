#include "formats/gotd/data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tgferry/dc.hpp>

#include "core/ranges.hpp"
#include "formats/common/go_json.hpp"
#include "formats/common/host_port.hpp"
#include "formats/common/key_id_bytes.hpp"
#include "formats/common/text_address.hpp"

namespace tgferry::formats::gotd {
namespace {

using core::Json;

constexpr std::int64_t version = 1;

Result<AuthKey> read_key(go::Struct& data) {
    const SecretBytes bytes = data.bytes("AuthKey"), id = data.bytes("AuthKeyID");
    if (data.error()) return std::unexpected(*data.error());
    if (bytes.empty()) {
        return fail(ErrorCode::not_logged_in, "the session holds no auth key",
                    "log in with gotd, then convert again");
    }
    auto key = AuthKey::from(bytes.view());
    if (!key || std::ranges::equal(id.view(), key_id_bytes(*key))) return key;
    return fail(ErrorCode::damaged,
                id.empty() ? "AuthKeyID is missing, which gotd compares with the key"
                           : "AuthKeyID is not that of AuthKey: one of them is damaged",
                "use an undamaged copy; gotd itself refuses this one");
}

/// gotd takes the DC that its client is told where Data names none.
Result<std::int32_t> read_dc(go::Struct& data, go::Struct& config, std::vector<Warning>& warnings) {
    std::int64_t dc = data.integer("DC");
    if (dc == 0) {
        dc = config.integer("ThisDC");
        if (dc != 0) {
            warnings.push_back(
                {"dc_inferred", fmt::format("the session names no DC; its last server was DC {}", dc)});
        }
    }
    if (dc == 0 || core::is_dc(dc)) return static_cast<std::int32_t>(dc);
    return fail(ErrorCode::damaged, fmt::format("there is no DC {}", dc));
}

/// The first plain IPv4 address of a DC in the server's own list.
std::optional<Endpoint> listed_endpoint(const Json& config, std::int32_t dc) {
    const Json* list = go::member(config, "DCOptions");
    if (!list || !list->is_array()) return std::nullopt;
    for (const Json& item : *list) {
        go::Struct option(item);
        const bool special = option.boolean("Ipv6") || option.boolean("MediaOnly") ||
                             option.boolean("TCPObfuscatedOnly") || option.boolean("CDN");
        const std::string host = option.text("IPAddress");
        const std::int64_t port = option.integer("Port");
        const bool fits = option.integer("ID") == dc && core::is_port(port);
        if (fits && !special && is_address_text(host))
            return Endpoint{host, static_cast<std::uint16_t>(port)};
    }
    return std::nullopt;
}

/// gotd itself does not use the address, so an odd one is no damage.
std::optional<Endpoint> read_address(const std::string& address, std::vector<Warning>& warnings) {
    auto endpoint = split_host_port(address);
    if (endpoint) {
        doubt_address(*endpoint, warnings);
    } else if (!address.empty()) {
        warnings.push_back(
            {"odd_address", fmt::format("the address \"{}\" is none and was ignored", address)});
    }
    return endpoint;
}

/// gotd's importers leave Config empty, so that only the address tells the test servers.
void read_test(go::Struct& config, Session& session) {
    session.test = config.boolean("TestMode");
    const auto guess = session.endpoint ? guess_dc(session.endpoint->host) : std::nullopt;
    if (!session.test && guess && guess->test && config.integer("ThisDC") == 0) {
        session.test = true;
        session.inferred.add(Field::test);
    }
}

/// 0, where none is known, makes gotd take the one that the server answers with.
std::int64_t home_salt(const Session& session) {
    const auto salt = std::ranges::find(session.salts, session.dc, &Salt::dc);
    return salt == session.salts.end() ? 0 : salt->salt;
}

Json config_of(const Session& session) {
    return {{"BlockedMode", false}, {"ForceTryIpv6", false},    {"Date", 0},
            {"Expires", 0},         {"TestMode", session.test}, {"ThisDC", session.dc},
            {"DCOptions", nullptr}, {"DCTxtDomainName", ""},    {"TmpSessions", 0},
            {"WebfileDCID", 0}};
}

}  // namespace

const Json* data_of(const Json& document) {
    const Json* data = go::member(document, "Data");
    if (!data || !go::member(document, "Version")) return nullptr;
    return data->is_object() && go::has(*data, "AuthKey") ? data : nullptr;
}

Result<void> check_version(const Json& document) {
    go::Struct from(document);
    const std::int64_t found = from.integer("Version");
    if (from.error()) return std::unexpected(*from.error());
    if (found == version) return {};
    return fail(ErrorCode::unsupported_version, fmt::format("version {} of gotd's session", found),
                "gotd itself reads version 1 alone and takes any other for no session");
}

Result<Session> read_data(const Json& object, std::vector<Warning>& warnings) {
    static const Json nothing = Json::object();
    const Json* member = go::member(object, "Config");
    go::Struct data(object), config(member ? *member : nothing);
    auto key = read_key(data);
    if (!key) return std::unexpected(std::move(key.error()));
    const auto dc = read_dc(data, config, warnings);
    if (!dc) return std::unexpected(dc.error());
    Session session{.dc = *dc, .key = std::move(*key)};
    session.endpoint = read_address(data.text("Addr"), warnings);
    if (!session.endpoint && session.dc != 0 && member)
        session.endpoint = listed_endpoint(*member, session.dc);
    read_test(config, session);
    if (const std::int64_t salt = data.integer("Salt"); salt != 0) {
        session.salts.push_back({.dc = session.dc, .salt = salt});
    }
    if (data.error()) return std::unexpected(*data.error());
    if (config.error()) return std::unexpected(*config.error());
    return session;
}

Result<SecretText> write_document(const Session& session) {
    if (session.endpoint && (!is_address_text(session.endpoint->host) || session.endpoint->port == 0)) {
        return fail(ErrorCode::missing_fact,
                    fmt::format("gotd cannot hold the address \"{}\" port {}", session.endpoint->host,
                                session.endpoint->port),
                    "give another one: --host ADDRESS --port N");
    }
    Json data = {{"Config", config_of(session)},
                 {"DC", session.dc},
                 {"Addr", session.endpoint ? join_host_port(*session.endpoint) : ""},
                 {"AuthKey", reveal(go::base64(session.key.reveal()))},
                 {"AuthKeyID", reveal(go::base64(key_id_bytes(session.key)))},
                 {"Salt", home_salt(session)}};
    const core::WipedJson document(Json{{"Version", version}, {"Data", std::move(data)}});
    return core::dump(document.get());
}

}  // namespace tgferry::formats::gotd
