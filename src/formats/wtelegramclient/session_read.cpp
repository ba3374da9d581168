#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "core/base64.hpp"
#include "core/decimal.hpp"
#include "core/ip.hpp"
#include "core/json.hpp"
#include "formats/common/dc_keys.hpp"
#include "formats/wtelegramclient/session_text.hpp"

namespace tgferry::formats::wtelegramclient {
namespace {

using core::Json;

constexpr std::int64_t media_only = 2;

/// A number, or names with commas between them: "ipv6, static_".
bool is_media(const Json& dc_option) {
    if (const auto flags = core::int_member(dc_option, "flags")) return (*flags & media_only) != 0;
    const auto names = core::text_member(dc_option, "flags");
    return names && names->find("media_only") != std::string::npos;
}

/// Negative for media servers. Nothing for a name that is none of a DC.
std::optional<std::int32_t> dc_of(const std::string& name) {
    const auto dc = core::parse_decimal<std::int32_t>(name);
    const bool is_one = dc && *dc != 0 && *dc >= -UINT8_MAX && *dc <= UINT8_MAX;
    return is_one ? dc : std::nullopt;
}

bool holds(const std::vector<KnownDc>& known, std::int32_t dc) {
    return std::ranges::find(known, dc, &KnownDc::dc) != known.end();
}

/// Nothing for media servers, whose address is no home DC's.
std::optional<Endpoint> endpoint_of(const Json& entry, std::vector<Warning>& warnings) {
    const Json* option = core::member(entry, "DataCenter");
    if (!option || !option->is_object() || is_media(*option)) return std::nullopt;
    const auto host = core::text_member(*option, "ip_address");
    const auto port = core::int_member(*option, "port");
    if (!host || host->empty()) return std::nullopt;
    const bool is_ip = core::parse_ipv4(*host) || core::parse_ipv6(*host);
    if (is_ip && port && *port > 0 && *port <= UINT16_MAX) {
        return Endpoint{*host, static_cast<std::uint16_t>(*port)};
    }
    warnings.push_back({"odd_address", "the address of a DC is no IP address with a port"});
    return std::nullopt;
}

/// Nothing where the entry has none: a DC that was asked for and never reached.
Result<std::optional<AuthKey>> key_of(const Json& entry, const std::string& name) {
    const Json* text = core::member(entry, "AuthKey");
    if (!text) return std::nullopt;
    const auto wrong = [&](const std::string& what) {
        return fail(ErrorCode::damaged, fmt::format("wtelegramclient: the AuthKey of DC {} {}", name, what));
    };
    if (!text->is_string()) return wrong("is no text");
    const auto bytes = core::decode_base64(text->get_ref<const std::string&>());
    if (!bytes) return wrong("is not base64");
    auto key = AuthKey::from(bytes->bytes.view());
    if (key) return std::move(*key);
    if (key.error().code == ErrorCode::not_logged_in) return std::nullopt;
    return wrong(fmt::format("has {} bytes; 256 wanted", bytes->bytes.size()));
}

/// The DCs that have a key. A media entry counts where the DC has no entry of its own.
KnownDcs read_dcs(const Json& entries, std::vector<Warning>& warnings) {
    KnownDcs out;
    std::vector<KnownDc>& known = out.keys;
    std::vector<KnownDc> media;
    std::size_t ignored = 0;
    for (const auto& [name, entry] : entries.items()) {
        const auto dc = dc_of(name);
        if (!dc || !entry.is_object()) {
            ++ignored;
            continue;
        }
        auto key = key_of(entry, name);
        if (!key) out.broken.emplace_back(std::abs(*dc), std::move(key.error()));
        if (!key || !*key) continue;
        auto& list = *dc > 0 ? known : media;
        const std::int32_t id = std::abs(*dc);
        if (holds(list, id)) continue;  // the name has several spellings: 2, 02
        list.push_back({id, std::move(**key), endpoint_of(entry, warnings)});
    }
    for (KnownDc& one : media) {
        if (!holds(known, one.dc)) known.push_back({one.dc, std::move(one.key)});
    }
    if (ignored > 0) {
        warnings.push_back(
            {"dcs_ignored", fmt::format("{} entries of DCSessions are none and were passed over", ignored)});
    }
    return out;
}

std::optional<std::int32_t> positive_int(const Json& json, std::string_view name) {
    const auto value = core::int_member(json, name);
    if (!value || *value <= 0 || *value > INT32_MAX) return std::nullopt;
    return static_cast<std::int32_t>(*value);
}

}  // namespace

Result<Bundle> parse_session(std::string_view text, const Facts& facts, core::Budget& budget) {
    const auto parsed = core::parse_json(text, budget);
    if (!parsed || !parsed->get().is_object()) {
        return fail(ErrorCode::damaged, "wtelegramclient: the block opens, and holds no JSON object");
    }
    const Json& json = parsed->get();
    Bundle bundle;
    const Json* entries = core::member(json, "DCSessions");
    const Json none = Json::object();
    auto known = read_dcs(entries && entries->is_object() ? *entries : none, bundle.warnings);
    auto session = home_session(std::move(known), positive_int(json, "MainDC"), facts, bundle.warnings);
    if (!session) return std::unexpected(std::move(session.error()));
    if (const auto id = core::int_member(json, "UserId"); id && *id > 0) session->user.id = id;
    session->api.id = positive_int(json, "ApiId");
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

}  // namespace tgferry::formats::wtelegramclient
