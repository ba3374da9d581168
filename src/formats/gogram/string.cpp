// gogram's session string: a mark of four characters and url-safe base64 without padding.
//
//   1BvE   {"key":BASE64,"hash":BASE64,"dc_id":2,"ip_addr":"149.154.167.50:443","app_id":6}, zeros left out
//   1BvX   key (256) | S | hash | S | address | S | dc | S | app id, S being ":_:" or, older, "::"
//
// The hash is the key id (SHA1(key)[12:20]), which gogram puts in front of every message as it stands. The
// session-converter of MTGo writes all 20 bytes of SHA1(key) there and an address without a port; gogram can
// use neither. gogram passes over dc_id and tells the DC by its address, from a list of IPv4 addresses.
#include <fmt/format.h>

#include "core/base64.hpp"
#include "core/cursor.hpp"
#include "core/ranges.hpp"
#include "formats/common/go_json.hpp"
#include "formats/common/host_port.hpp"
#include "formats/common/key_id_bytes.hpp"
#include "formats/common/text_address.hpp"
#include "formats/common/torn_base64.hpp"
#include "formats/format.hpp"
#include "formats/gogram/payload.hpp"

namespace tgferry::formats {
namespace {

using core::Json;

constexpr std::string_view mark = "1BvE", old_mark = "1BvX";
constexpr std::string_view json_start = "ey";  ///< '{' and '"' in base64

bool is_marked(std::string_view text, std::string_view with) {
    return text.starts_with(with);
}

/// What stands behind the mark.
std::optional<core::Base64> payload_of(const Probe& probe) {
    const std::string_view text = probe.text();
    if (!is_marked(text, mark) && !is_marked(text, old_mark)) return std::nullopt;
    return core::decode_base64(text.substr(mark.size()));
}

/// Telethon's strings may begin like this by chance, but none is as long and none holds JSON.
bool detect(const Probe& probe) {
    const auto payload = payload_of(probe);
    if (!payload) return false;
    if (is_marked(probe.text(), mark)) return probe.text().substr(mark.size()).starts_with(json_start);
    return gogram::is_old_payload(payload->bytes.view());
}

/// The hash as it is stored: the key id, or by others all of SHA1(key).
Result<void> check_hash(std::span<const std::uint8_t> hash, const AuthKey& key,
                        std::vector<Warning>& warnings) {
    const KeyIdBytes id = key_id_bytes(key);
    if (std::ranges::equal(hash, id)) return {};
    if (hash.empty()) {
        warnings.push_back({"hash_missing",
                            "the string lacks the id of its key, without which gogram itself "
                            "cannot use it"});
        return {};
    }
    if (std::ranges::equal(hash, crypto::sha1({key.reveal()}))) {
        warnings.push_back({"odd_hash",
                            "the key's whole SHA-1 stands where gogram wants the key id: gogram "
                            "itself cannot use this string"});
        return {};
    }
    return fail(ErrorCode::damaged, "gogram-string: the hash is not that of the key: one of them is damaged",
                "use an undamaged copy");
}

Result<Session> session_of(const gogram::Parts& parts, std::vector<Warning>& warnings) {
    if (parts.key.empty()) {
        return fail(ErrorCode::not_logged_in, "gogram-string: the string holds no auth key",
                    "log in with gogram, then export again");
    }
    auto key = AuthKey::from(parts.key.view());
    if (!key) return std::unexpected(std::move(key.error()));
    if (auto checked = check_hash(parts.hash.view(), *key, warnings); !checked) {
        return std::unexpected(std::move(checked.error()));
    }
    const bool dc_fits = parts.dc == 0 || core::is_dc(parts.dc);
    if (!dc_fits || (parts.app_id != 0 && !core::is_api_id(parts.app_id))) {
        return fail(ErrorCode::damaged,
                    fmt::format("gogram-string: there is no DC {} or no app id {}", parts.dc, parts.app_id));
    }
    Session session{.dc = static_cast<std::int32_t>(parts.dc), .key = std::move(*key)};
    if (parts.app_id != 0) session.api.id = static_cast<std::int32_t>(parts.app_id);
    session.endpoint = split_host_port(parts.address);
    if (session.endpoint) {
        doubt_address(*session.endpoint, warnings);
    } else if (!parts.address.empty()) {
        warnings.push_back(
            {"odd_address", fmt::format("the address \"{}\" is none and was ignored", parts.address)});
    }
    return session;
}

Result<Bundle> read(const Probe& probe, const ReadOptions&) {
    const auto payload = payload_of(probe);
    if (!payload) {
        return fail(ErrorCode::damaged, "gogram-string: no base64 behind 1BvE or 1BvX");
    }
    const bool old = is_marked(probe.text(), old_mark);
    const auto parts =
        old ? gogram::read_old_payload(payload->bytes.view()) : gogram::read_payload(payload->bytes.view());
    if (!parts) return std::unexpected(parts.error());
    Bundle bundle;
    bundle.variant = old ? "1BvX" : "1BvE";
    bundle.warnings = probe.forgiven(*payload, core::Alphabet::url, core::Padding::strip);
    auto session = session_of(*parts, bundle.warnings);
    if (!session) return std::unexpected(std::move(session.error()));
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

/// The DC that gogram takes an address for (its DCOptions.SearchAddr); other addresses of DC 4 are DC 2's to
/// it.
std::int32_t dc_to_gogram(const Endpoint& endpoint) {
    const std::string address = join_host_port(endpoint);
    if (address == "149.154.175.100:443") return 3;
    if (address == "149.154.167.91:443") return 4;
    if (address.find("91.108.56") != std::string::npos) return 5;
    if (address.find("149.154.175") != std::string::npos) return 1;
    return address.find("149.154.167") != std::string::npos ? 2 : 4;
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    const Session& session = what.one();
    Json document = {{"key", reveal(go::base64(session.key.reveal()))},
                     {"hash", reveal(go::base64(key_id_bytes(session.key)))},
                     {"dc_id", session.dc},
                     {"ip_addr", join_host_port(*session.endpoint)}};
    if (session.api.id) document["app_id"] = *session.api.id;
    const core::WipedJson wiped(std::move(document));
    const SecretText text = core::dump(wiped.get());
    Artifact artifact{.text = core::encode_base64(core::as_bytes(reveal(text)), core::Alphabet::url,
                                                  core::Padding::strip, mark)};
    if (const std::int32_t taken = dc_to_gogram(*session.endpoint); taken != session.dc) {
        artifact.warnings.push_back(
            {"dc_by_address", fmt::format("gogram tells the DC by the address and takes {} for one of DC {}: "
                                          "give a better known one with --host ADDRESS",
                                          session.endpoint->host, taken)});
    }
    return artifact;
}

std::optional<Resemblance> resembles(const Probe& probe) {
    const std::string_view text = probe.text();
    constexpr std::size_t key_only =
        340;  ///< characters that a key alone takes; Telethon's strings are shorter
    const bool json = is_marked(text, mark) && text.substr(mark.size()).starts_with(json_start);
    const bool old = is_marked(text, old_mark) && text.size() > key_only + 28;
    if ((!json && !old) || !looks_like_base64(text.substr(mark.size()))) return std::nullopt;
    return Resemblance{75,
                       fmt::format("{} characters behind {}: a gogram string that lost or gained characters",
                                   without_padding(text).size() - mark.size(), text.substr(0, mark.size()))};
}

}  // namespace

extern const Format gogram_string;
constinit const Format gogram_string = {
    .info = {.id = "gogram-string",
             .library = "gogram",
             .shape = Shape::text,
             .extension = ".txt",
             .carries = {.fields = {Field::endpoint, Field::test, Field::api_id},
                         .needs = {Field::endpoint},
                         .endpoint = EndpointRule::ipv4,
                         .test = TestRule::by_address},
             .proof = "gogram opens and writes it",
             .summary = "session string of gogram: reads 1BvE and 1BvX, writes 1BvE"},
    .detect = detect,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
