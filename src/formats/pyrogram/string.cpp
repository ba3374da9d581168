// pyrogram-string: url-safe base64 without padding of a big-endian record. No mark, no checksum, no address.
//
//   dc u8 |              test u8 | auth key (256) | user id u32 | bot u8        263 bytes, 0.15 to 1.4
//   dc u8 |              test u8 | auth key (256) | user id u64 | bot u8        267 bytes, 1.3 and 1.4
//   dc u8 | api id u32 | test u8 | auth key (256) | user id u64 | bot u8        271 bytes, 2.0 and later, all
//   forks
#include <fmt/format.h>

#include <tgferry/dc.hpp>

#include "core/cursor.hpp"
#include "core/writer.hpp"
#include "formats/common/torn_base64.hpp"
#include "formats/format.hpp"
#include "formats/pyrogram/placeholders.hpp"

namespace tgferry::formats {
namespace {

constexpr std::size_t size_32 = 263, size_64 = 267, size_api = 271;
constexpr std::size_t shortest_text = 351, longest_text = 362;  ///< characters of 263 and of 271 bytes
constexpr std::size_t slack = 8;  ///< characters that may be missing or too many
constexpr std::uint64_t user_id_limit = std::uint64_t{1} << 41;  ///< Telegram's user ids stay below 2^40

struct Record {
    std::uint8_t dc = 0, test = 0, bot = 0;
    std::uint32_t api_id = 0;
    std::uint64_t user_id = 0;
    std::span<const std::uint8_t> key;
};

bool is_size(std::size_t size) {
    return size == size_32 || size == size_64 || size == size_api;
}

/// `record` has one of the three sizes.
Record take_apart(std::span<const std::uint8_t> record) {
    core::Cursor in(record);
    Record r;
    r.dc = in.u8("DC id");
    if (record.size() == size_api) r.api_id = in.u32_be("API id");
    r.test = in.u8("test flag");
    r.key = in.take(AuthKey::size, "auth key");
    r.user_id = record.size() == size_32 ? in.u32_be("user id") : in.u64_be("user id");
    r.bot = in.u8("bot flag");
    return r;
}

/// Pyrogram writes the flags as 0 or 1, and accounts live on DC 1 to 5.
bool is_plausible(const Record& r) {
    return is_known_dc(r.dc, false) && r.test <= 1 && r.bot <= 1 && r.user_id < user_id_limit;
}

bool detect(const Probe& probe) {
    const auto* decoded = probe.base64();
    return decoded && is_size(decoded->bytes.size()) && is_plausible(take_apart(decoded->bytes.view()));
}

/// opentele2's fork by chizumeiji decodes 267 bytes as dc | api id u32 | test | key | user id u32 | bot.
bool is_chizumeiji(std::span<const std::uint8_t> record) {
    if (record.size() != size_64 || is_plausible(take_apart(record))) return false;
    return is_known_dc(record[0], false) && record[1] == 0 && record[5] <= 1 && record[266] <= 1;
}

/// The fork wzgram: u8 version 2 or 3 first, address and port last, optionally a CRC-32; version 3 behind
/// "WZ_".
std::optional<std::string> wzgram(const Probe& probe) {
    const std::string_view text = probe.text();
    const bool marked = text.starts_with("WZ_");
    const auto decoded = core::decode_base64(marked ? text.substr(3) : text);
    if (!decoded) return std::nullopt;
    const auto record = decoded->bytes.view();
    const std::size_t base = record.size() >= 322 ? 322 : 290;
    if (record.size() != base && record.size() != base + 4) return std::nullopt;
    const bool fits = record[0] == (base == 322 ? 3 : 2) && is_known_dc(record[1], false) && record[6] <= 1;
    if (!fits) return std::nullopt;
    return fmt::format("a wzgram string (its layout {}, {} bytes), which is not read", int{record[0]},
                       record.size());
}

std::optional<std::string> fork_of(const Probe& probe) {
    if (auto found = wzgram(probe)) return found;
    const auto* decoded = probe.base64();
    if (!decoded || !is_chizumeiji(decoded->bytes.view())) return std::nullopt;
    return "267 bytes with an API id in them, as only the Pyrogram support of one opentele2 fork writes; not "
           "read";
}

Result<Bundle> read(const Probe& probe, const ReadOptions&) {
    if (const auto fork = fork_of(probe)) {
        return fail(ErrorCode::unsupported_version, *fork,
                    "export the session with Pyrogram or kurigram itself");
    }
    const auto* decoded = probe.base64();
    if (!decoded) return fail(ErrorCode::damaged, "pyrogram-string: not base64");
    const auto record = decoded->bytes.view();
    if (!is_size(record.size())) {
        return fail(
            ErrorCode::damaged,
            fmt::format("pyrogram-string: decodes to {} bytes; 271, 267 or 263 wanted", record.size()));
    }
    const Record r = take_apart(record);
    auto key = AuthKey::from(r.key);
    if (!key) return std::unexpected(std::move(key.error()));

    Bundle bundle;
    bundle.variant = std::to_string(record.size());
    bundle.warnings = probe.forgiven(*decoded, core::Alphabet::url, core::Padding::strip);
    if (r.test > 1 || r.bot > 1) {
        bundle.warnings.push_back({"odd_flag", "a flag is neither 0 nor 1; Pyrogram takes it for 1"});
    }
    Session session{.dc = r.dc, .key = std::move(*key), .test = r.test != 0};
    session.user.is_bot = r.bot != 0;
    const bool id_fits = r.user_id <= INT64_MAX;
    session.user.id =
        pyrogram::known_user_id(id_fits ? static_cast<std::int64_t>(r.user_id) : 0, bundle.warnings);
    session.api.id = pyrogram::known_api_id(r.api_id);
    bundle.sessions.push_back(std::move(session));
    return bundle;
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    const Session& session = what.one();
    if (*session.user.id < 0 || *session.api.id < 0) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("pyrogram-string cannot hold the user id {} and API id {}", *session.user.id,
                                *session.api.id));
    }
    core::Writer out(size_api);
    out.u8(static_cast<std::uint8_t>(session.dc));
    out.u32_be(static_cast<std::uint32_t>(*session.api.id));
    out.u8(session.test ? 1 : 0);
    out.bytes(session.key.reveal());
    out.u64_be(static_cast<std::uint64_t>(*session.user.id));
    out.u8(*session.user.is_bot ? 1 : 0);
    return Artifact{.text = core::encode_base64(out.view(), core::Alphabet::url, core::Padding::strip)};
}

/// A lost character leaves a length that is no base64 at all, so characters are counted.
std::optional<Resemblance> near_in_length(std::string_view text) {
    const std::size_t size = without_padding(text).size();
    const bool near = size + slack >= shortest_text && size <= longest_text + slack;
    if (!near || !core::is_base64_text(text)) return std::nullopt;
    return Resemblance{50, fmt::format("{} characters: perhaps a Pyrogram string (362, 356 or 351) that lost "
                                       "or gained characters",
                                       size)};
}

std::optional<Resemblance> resembles(const Probe& probe) {
    if (auto fork = fork_of(probe)) return Resemblance{90, std::move(*fork)};
    const auto* decoded = probe.base64();
    const std::size_t size = decoded ? decoded->bytes.size() : 0;
    if (size == size_32) {
        return Resemblance{
            70, "decodes to 263 bytes: an old Pyrogram string, or a Telethon one without its leading 1"};
    }
    if (is_size(size)) {
        return Resemblance{
            70, fmt::format("decodes to {} bytes, as Pyrogram strings do, but its DC, flags or user id "
                            "are none that Pyrogram writes",
                            size)};
    }
    return near_in_length(probe.text());
}

}  // namespace

extern const Format pyrogram_string;
constinit const Format pyrogram_string = {
    .info = {.id = "pyrogram-string",
             .library = "Pyrogram and its forks",
             .shape = Shape::text,
             .extension = ".txt",
             .carries = {.fields = {Field::test, Field::user_id, Field::is_bot, Field::api_id},
                         .needs = {Field::user_id, Field::is_bot, Field::api_id},
                         .test = TestRule::stored},
             .proof = "Pyrogram, kurigram, pyrofork and hydrogram open and write it",
             .summary = "session string of Pyrogram: reads 263, 267 and 271 bytes, writes 271"},
    .detect = detect,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
