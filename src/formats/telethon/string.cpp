// Telethon 1.x StringSession: '1' and padded url-safe base64 of a big-endian record.
//
//   dc u8 | IPv4 (4) or IPv6 (16) | port u16 | auth key (256)        263 or 275 bytes
//
// Telethon's own reader insists on the padding and on the exact size; both sizes are those of its struct
// formats.
#include <fmt/format.h>

#include "core/cursor.hpp"
#include "core/ip.hpp"
#include "core/writer.hpp"
#include "formats/common/raw_address.hpp"
#include "formats/common/text_address.hpp"
#include "formats/common/torn_base64.hpp"
#include "formats/format.hpp"

namespace tgferry::formats {
namespace {

constexpr std::size_t ipv4_size = 1 + 4 + 2 + AuthKey::size;
constexpr std::size_t ipv6_size = 1 + 16 + 2 + AuthKey::size;
constexpr std::size_t ipv4_text = 351, ipv6_text = 367;  ///< characters of their base64 without the padding
constexpr std::size_t slack = 16;                        ///< characters that may be missing or too many

bool detect(const Probe& probe) {
    const auto* decoded = probe.base64_behind_1();
    if (!decoded) return false;
    const std::size_t size = decoded->bytes.size();
    return (size == ipv4_size || size == ipv6_size) && !gramjs_address(decoded->bytes.view());
}

Result<Bundle> read(const Probe& probe, const ReadOptions&) {
    const auto* decoded = probe.base64_behind_1();
    if (!decoded) return fail(ErrorCode::damaged, "telethon-string: not base64 behind a leading 1");
    const bool v6 = decoded->bytes.size() == ipv6_size;
    if (!v6 && decoded->bytes.size() != ipv4_size) {
        return fail(ErrorCode::damaged, "telethon-string: decodes to " +
                                            std::to_string(decoded->bytes.size()) +
                                            " bytes, 263 or 275 wanted");
    }
    core::Cursor in(decoded->bytes.view());
    const std::int32_t dc = in.u8("DC id");
    const auto address = in.take(v6 ? 16 : 4, "address");
    const std::uint16_t port = in.u16_be("port");
    auto key = AuthKey::from(in.take(AuthKey::size, "auth key"));
    if (!in.ok()) return in.failure("telethon-string");
    if (!key) return std::unexpected(std::move(key.error()));

    Bundle bundle;
    bundle.variant = v6 ? "ipv6" : "ipv4";
    bundle.warnings = probe.forgiven(*decoded, core::Alphabet::url, core::Padding::keep);
    Session& session = bundle.sessions.emplace_back(dc, std::move(*key));
    if (auto host = raw_address(address)) {
        session.endpoint = {std::move(*host), port};
    } else {
        bundle.warnings.push_back(
            {"no_address", "the string names no address; Telethon itself cannot use it"});
    }
    return bundle;
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    const Session& session = what.one();
    core::Writer out(ipv6_size);
    out.u8(static_cast<std::uint8_t>(session.dc));
    if (const auto v4 = core::parse_ipv4(session.endpoint->host)) {
        out.bytes(*v4);
    } else {
        out.bytes(*core::parse_ipv6(session.endpoint->host));
    }
    out.u16_be(session.endpoint->port);
    out.bytes(session.key.reveal());
    return Artifact{.text = core::encode_base64(out.view(), core::Alphabet::url, core::Padding::keep, "1")};
}

/// A lost character leaves a length that is no base64 at all, so characters are counted. The leading 1 is
/// telling enough: no other library's strings begin with it.
std::optional<Resemblance> resembles(const Probe& probe) {
    std::string_view text = probe.text();
    if (!text.starts_with('1') || !looks_like_base64(text)) return std::nullopt;
    text = without_padding(text.substr(1));
    const bool near = text.size() + slack >= ipv4_text && text.size() <= ipv6_text + slack;
    if (!near || text.size() == ipv4_text || text.size() == ipv6_text) return std::nullopt;
    return Resemblance{
        60,
        fmt::format("behind its leading 1 it has {} characters: a Telethon string ({} or {}) that lost or "
                    "gained characters",
                    text.size(), ipv4_text, ipv6_text)};
}

}  // namespace

extern const Format telethon_string;
constinit const Format telethon_string = {
    .info = {.id = "telethon-string",
             .library = "Telethon 1.x",
             .shape = Shape::text,
             .extension = ".txt",
             .carries = {.fields = {Field::endpoint, Field::test},
                         .needs = {Field::endpoint},
                         .endpoint = EndpointRule::ip_literal,
                         .test = TestRule::by_address},
             .proof = "Telethon opens and writes it",
             .summary = "StringSession of Telethon 1.x, IPv4 and IPv6"},
    .detect = detect,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
