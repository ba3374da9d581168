// pyrogram-string: url-safe base64 without padding of a record (formats/common/pyrogram_record.hpp).
#include <fmt/format.h>

#include <tgferry/dc.hpp>

#include "formats/common/pyrogram_record.hpp"
#include "formats/common/torn_base64.hpp"
#include "formats/format.hpp"

namespace tgferry::formats {
namespace {

using pyrogram::is_record_size;

constexpr std::size_t shortest_text = 351, longest_text = 362;  ///< characters of 263 and of 271 bytes
constexpr std::size_t slack = 8;  ///< characters that may be missing or too many

bool detect(const Probe& probe) {
    const auto* decoded = probe.base64();
    return decoded && is_record_size(decoded->bytes.size()) &&
           pyrogram::is_plausible_record(decoded->bytes.view());
}

/// opentele2's fork by chizumeiji decodes 267 bytes as dc | api id u32 | test | key | user id u32 | bot.
bool is_chizumeiji(std::span<const std::uint8_t> record) {
    if (record.size() != pyrogram::size_64 || pyrogram::is_plausible_record(record)) return false;
    return is_known_dc(record[0], false) && record[1] == 0 && record[5] <= 1 && record[266] <= 1;
}

/// The fork wzgram: u8 version 2 or 3 first, address and port last, optionally a CRC-32; version 3 behind
/// "WZ_".
std::optional<std::string> wzgram(const Probe& probe) {
    const std::string_view text = probe.text();
    std::optional<core::Base64> behind_mark;
    if (text.starts_with("WZ_")) behind_mark = core::decode_base64(text.substr(3));
    const core::Base64* decoded = behind_mark ? &*behind_mark : probe.base64();
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
    if (!is_record_size(record.size())) {
        return fail(
            ErrorCode::damaged,
            fmt::format("pyrogram-string: decodes to {} bytes; 271, 267 or 263 wanted", record.size()));
    }
    Bundle bundle;
    bundle.variant = std::to_string(record.size());
    bundle.warnings = probe.forgiven(*decoded, core::Alphabet::url, core::Padding::strip);
    auto session = pyrogram::read_record(record, bundle.warnings);
    if (!session) return std::unexpected(std::move(session.error()));
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    auto text = pyrogram::write_string(what.one(), "pyrogram-string");
    if (!text) return std::unexpected(std::move(text.error()));
    return Artifact{.text = std::move(*text)};
}

/// A lost character leaves a length that is no base64 at all, so characters are counted.
std::optional<Resemblance> near_in_length(std::string_view text) {
    const std::size_t size = without_padding(text).size();
    const bool near = size + slack >= shortest_text && size <= longest_text + slack;
    if (!near || !looks_like_base64(text)) return std::nullopt;
    return Resemblance{50, fmt::format("{} characters: perhaps a Pyrogram string (362, 356 or 351) that lost "
                                       "or gained characters",
                                       size)};
}

std::optional<Resemblance> resembles(const Probe& probe) {
    if (auto fork = fork_of(probe)) return Resemblance{90, std::move(*fork)};
    const auto* decoded = probe.base64();
    const std::size_t size = decoded ? decoded->bytes.size() : 0;
    if (size == pyrogram::size_32) {
        return Resemblance{
            70, "decodes to 263 bytes: an old Pyrogram string, or a Telethon one without its leading 1"};
    }
    if (is_record_size(size)) {
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
             .carries = pyrogram::record_carries,
             .proof = "Pyrogram, kurigram, pyrofork and hydrogram open and write it",
             .summary = "session string of Pyrogram: reads 263, 267 and 271 bytes, writes 271"},
    .detect = detect,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
