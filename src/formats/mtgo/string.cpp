// mtgo-string: the session strings of MTGo (github.com/mtgo-labs/mtgo).
//
//   Pyrogram's record of 271 bytes (formats/common/pyrogram_record.hpp)          since 0.6; what is written
//   '2' and base64url of dc u8 | IPv4 (4) or IPv6 (16) | port u16 | api id u32 | auth key (256), big-endian
//                                                             267 or 279 bytes; its package session, to 0.15
//   base64url of u8 1 | dc u8 | api id u32 | test u8 | user id u64 | bot u8 | auth key (256), little-endian
//                                                             272 bytes; storage/sqlite, ExportSessionString
//
// The first is detected as pyrogram-string: nothing tells the two apart. MTGo's storage adapter wrote
// Telethon's string besides, with the address 0.0.0.0 where it knew none.
#include <fmt/format.h>

#include <tgferry/dc.hpp>

#include "core/cursor.hpp"
#include "core/ranges.hpp"
#include "formats/common/pyrogram_placeholders.hpp"
#include "formats/common/pyrogram_record.hpp"
#include "formats/common/raw_address.hpp"
#include "formats/common/torn_base64.hpp"
#include "formats/format.hpp"

namespace tgferry::formats {
namespace {

constexpr char mark_2 = '2';
constexpr std::size_t ipv4_size = 1 + 4 + 2 + 4 + AuthKey::size;
constexpr std::size_t ipv6_size = 1 + 16 + 2 + 4 + AuthKey::size;
constexpr std::size_t ipv4_text = 356, ipv6_text = 372;  ///< characters of their base64
constexpr std::size_t slack = 8;                         ///< characters that may be missing or too many
constexpr std::size_t store_size = 1 + 1 + 4 + 1 + 8 + 1 + AuthKey::size;
constexpr std::uint8_t store_version = 1;
constexpr std::uint16_t usual_port = 443;

/// What stands behind a leading 2; nothing where the sizes are others.
std::optional<core::Base64> decode_behind_2(const Probe& probe) {
    if (!probe.text().starts_with(mark_2)) return std::nullopt;
    auto decoded = core::decode_base64(probe.text().substr(1));
    if (!decoded) return std::nullopt;
    const auto record = decoded->bytes.view();
    const bool fits = record.size() == ipv4_size || record.size() == ipv6_size;
    if (!fits || !is_known_dc(record[0], false)) return std::nullopt;
    return decoded;
}

struct Stored {
    std::uint8_t version = 0, dc = 0, test = 0, bot = 0;
    std::uint32_t api_id = 0;
    std::uint64_t user_id = 0;
    std::span<const std::uint8_t> key;
};

Stored take_apart(std::span<const std::uint8_t> record) {
    core::Cursor in(record);
    Stored s;
    s.version = in.u8("version");
    s.dc = in.u8("DC id");
    s.api_id = in.u32_le("API id");
    s.test = in.u8("test flag");
    s.user_id = in.u64_le("user id");
    s.bot = in.u8("bot flag");
    s.key = in.take(AuthKey::size, "auth key");
    return s;
}

bool is_stored(std::span<const std::uint8_t> record) {
    if (record.size() != store_size) return false;
    const Stored s = take_apart(record);
    return s.version == store_version && pyrogram::is_plausible(s.dc, s.test, s.user_id, s.bot) &&
           s.api_id <= core::last_api_id;
}

bool detect(const Probe& probe) {
    if (decode_behind_2(probe)) return true;
    const auto* decoded = probe.base64();
    return decoded && is_stored(decoded->bytes.view());
}

Result<Bundle> read_behind_2(const Probe& probe, const core::Base64& decoded) {
    core::Cursor in(decoded.bytes.view());
    const bool v6 = decoded.bytes.size() == ipv6_size;
    const std::int32_t dc = in.u8("DC id");
    const auto address = in.take(v6 ? 16 : 4, "address");
    const std::uint16_t port = in.u16_be("port");
    const std::uint32_t api_id = in.u32_be("API id");
    auto key = AuthKey::from(in.take(AuthKey::size, "auth key"));
    if (!in.ok()) return in.failure("mtgo-string");
    if (!key) return std::unexpected(std::move(key.error()));
    Bundle bundle;
    bundle.variant = v6 ? "2, ipv6" : "2, ipv4";
    bundle.warnings = probe.forgiven(decoded, core::Alphabet::url, core::Padding::keep);
    Session& session = bundle.sessions.emplace_back(dc, std::move(*key));
    if (auto host = raw_address(address)) {
        session.endpoint = {std::move(*host), port == 0 ? usual_port : port};
    }
    session.api.id = pyrogram::known_api_id(api_id);
    return bundle;
}

Result<Bundle> read_stored(const Probe& probe, const core::Base64& decoded) {
    const Stored s = take_apart(decoded.bytes.view());
    auto key = AuthKey::from(s.key);
    if (!key) return std::unexpected(std::move(key.error()));
    Bundle bundle;
    bundle.variant = std::to_string(store_size);
    bundle.warnings = probe.forgiven(decoded, core::Alphabet::url, core::Padding::keep);
    Session& session = bundle.sessions.emplace_back(s.dc, std::move(*key), s.test != 0);
    session.user.is_bot = s.bot != 0;
    session.user.id = pyrogram::known_user_id(static_cast<std::int64_t>(s.user_id), bundle.warnings);
    session.api.id = pyrogram::known_api_id(s.api_id);
    return bundle;
}

Result<Bundle> read_record(const Probe& probe, const core::Base64& decoded) {
    Bundle bundle;
    bundle.variant = std::to_string(pyrogram::size_api);
    bundle.warnings = probe.forgiven(decoded, core::Alphabet::url, core::Padding::strip);
    auto session = pyrogram::read_record(decoded.bytes.view(), bundle.warnings);
    if (!session) return std::unexpected(std::move(session.error()));
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

Result<Bundle> read(const Probe& probe, const ReadOptions&) {
    if (const auto behind_2 = decode_behind_2(probe)) return read_behind_2(probe, *behind_2);
    const auto* decoded = probe.base64();
    if (!decoded) return fail(ErrorCode::damaged, "mtgo-string: not base64, and no 2 in front of any");
    const auto record = decoded->bytes.view();
    if (is_stored(record)) return read_stored(probe, *decoded);
    if (record.size() == pyrogram::size_api) return read_record(probe, *decoded);
    return fail(ErrorCode::damaged,
                fmt::format("mtgo-string: decodes to {} bytes; 271 wanted, or 272 that begin with 1 and a DC",
                            record.size()));
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    auto text = pyrogram::write_string(what.one(), "mtgo-string");
    if (!text) return std::unexpected(std::move(text.error()));
    return Artifact{.text = std::move(*text)};
}

/// No other library's strings begin with 2.
std::optional<Resemblance> resembles(const Probe& probe) {
    const std::string_view text = probe.text();
    if (!text.starts_with(mark_2) || !looks_like_base64(text)) return std::nullopt;
    const std::size_t size = without_padding(text.substr(1)).size();
    if (size + slack < ipv4_text || size > ipv6_text + slack) return std::nullopt;
    return Resemblance{75,
                       fmt::format("behind its leading 2 it has {} characters: perhaps an old MTGo string "
                                   "({} or {}) that lost or gained characters",
                                   size, ipv4_text, ipv6_text)};
}

}  // namespace

extern const Format mtgo_string;
constinit const Format mtgo_string = {
    .info = {.id = "mtgo-string",
             .library = "MTGo",
             .shape = Shape::text,
             .extension = ".txt",
             .carries = pyrogram::record_carries,
             .proof = "MTGo's converter, built from its source, reads and writes it; Pyrogram opens it",
             .summary = "session string of MTGo: Pyrogram's layout; reads its older \"2...\" and 272 bytes",
             .detected_as = "pyrogram-string"},
    .detect = detect,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
