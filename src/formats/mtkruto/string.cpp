// MTKruto's auth string: base64url without padding of RLE0 of a little-endian record, no version, no
// checksum.
//
//   DC, TL string ("2", "2-test") | auth key, TL bytes | api id i32 | bot u8 | user id i64
//
// The first generation ends behind the key, the second behind the api id; only what follows the key tells
// them apart, since sizes meet and zeros in the key shorten the text. MTKruto since 0.1.190 (March 2024)
// reads the last generation alone, and never writes an api id or user id of 0.
#include <fmt/format.h>

#include "core/cursor.hpp"
#include "core/hex.hpp"
#include "core/ranges.hpp"
#include "core/writer.hpp"
#include "formats/common/torn_base64.hpp"
#include "formats/format.hpp"
#include "formats/mtkruto/identity.hpp"
#include "formats/mtkruto/rle0.hpp"

namespace tgferry::formats {
namespace {

/// Far above the 281 bytes of the longest record; MTKruto ignores what follows it.
constexpr std::size_t longest_record = 4096;
constexpr std::size_t api_id_size = 4;
constexpr std::size_t newest_tail_size = 4 + 1 + 8;

/// A DC and the length of the key behind it: cut short or broken later, it is still MTKruto's, and damaged.
bool is_mtkruto(std::span<const std::uint8_t> encoded) {
    constexpr std::size_t longest_head = 12 + 4;
    const auto start = mtkruto::decode_rle0(encoded.first(std::min(encoded.size(), longest_head)), 512);
    core::Cursor in(start.bytes.view());
    const auto dc = mtkruto::parse_dc(core::as_text(in.tl_bytes("DC")));
    const std::uint32_t key_length = in.u32_le("key length");
    return in.ok() && dc && key_length == (AuthKey::size << 8 | 0xfe);
}

bool detect(const Probe& probe) {
    const auto* decoded = probe.base64();
    return decoded && is_mtkruto(decoded->bytes.view());
}

/// What follows the key. Fewer bytes than the next generation has are no record of any.
void read_tail(core::Cursor& in, Session& session, Bundle& bundle) {
    const std::size_t start = in.offset();
    const std::size_t left = in.left();
    if (left == 0) {
        bundle.variant = "generation 1";
        return;
    }
    const std::int32_t api_id = in.i32_le("api id");
    if (api_id < 0) in.reject("api id", start);
    if (api_id != 0) session.api.id = api_id;
    if (left == api_id_size) {
        bundle.variant = "generation 2";
        return;
    }
    bundle.variant = "generation 3";
    session.user.is_bot = in.u8("bot flag") != 0;
    const std::size_t user_at = in.offset();
    const std::int64_t user_id = in.i64_le("user id");
    if (user_id != 0 && !core::is_user_id(user_id)) in.reject("user id", user_at);
    if (user_id != 0) session.user.id = user_id;
    if (left > newest_tail_size) {
        bundle.warnings.push_back({"trailing_bytes", fmt::format("{} bytes behind the user id were ignored",
                                                                 left - newest_tail_size)});
    }
}

Result<Bundle> read_record(std::span<const std::uint8_t> record) {
    core::Cursor in(record);
    const auto dc = mtkruto::parse_dc(core::as_text(in.tl_bytes("DC")));
    if (in.ok() && !dc) in.reject("DC", 0);
    const std::size_t key_at = in.offset();
    const auto key_bytes = in.tl_bytes("auth key");
    if (!in.ok()) return in.failure("mtkruto-string, run lengths undone");
    auto key = AuthKey::from(key_bytes);
    if (!key) {
        key.error().offset = key_at;
        return std::unexpected(std::move(key.error()));
    }
    Bundle bundle;
    Session& session = bundle.sessions.emplace_back(dc->dc, std::move(*key), dc->test);
    read_tail(in, session, bundle);
    if (!in.ok()) return in.failure("mtkruto-string, run lengths undone");
    return bundle;
}

std::unexpected<Error> bad_runs(const mtkruto::Rle0& raw) {
    return std::unexpected(Error{.code = ErrorCode::damaged,
                                 .message = raw.too_long
                                                ? "mtkruto-string: far too long for an auth string"
                                                : "mtkruto-string: a zero byte without the length of its run",
                                 .offset = raw.fault_at});
}

Result<Bundle> read(const Probe& probe, const ReadOptions&) {
    const auto* decoded = probe.base64();
    if (!decoded) return fail(ErrorCode::damaged, "mtkruto-string: not base64");
    const auto raw = mtkruto::decode_rle0(decoded->bytes.view(), longest_record);
    if (raw.fault_at || raw.too_long) return bad_runs(raw);
    auto bundle = read_record(raw.bytes.view());
    if (!bundle) return bundle;
    auto warnings = probe.forgiven(*decoded, core::Alphabet::url, core::Padding::strip);
    bundle->warnings.insert(bundle->warnings.begin(), warnings.begin(), warnings.end());
    return bundle;
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    const Session& session = what.one();
    if (auto writable = mtkruto::check_writable(session, "mtkruto-string"); !writable)
        return std::unexpected(std::move(writable.error()));
    core::Writer raw(288);
    raw.tl_bytes(core::as_bytes(mtkruto::dc_name(session.dc, session.test)));
    raw.tl_bytes(session.key.reveal());
    raw.i32_le(*session.api.id);
    raw.u8(*session.user.is_bot ? 1 : 0);
    raw.i64_le(*session.user.id);
    const SecretBytes encoded = mtkruto::encode_rle0(raw.view());
    return Artifact{.text = core::encode_base64(encoded.view(), core::Alphabet::url, core::Padding::strip)};
}

/// The record without its run lengths, as MTKruto never writes it.
bool is_raw_record(std::span<const std::uint8_t> bytes) {
    core::Cursor in(bytes);
    const auto dc = mtkruto::parse_dc(core::as_text(in.tl_bytes("DC")));
    return in.tl_bytes("auth key").size() == AuthKey::size && in.ok() && dc;
}

std::optional<Resemblance> resembles(const Probe& probe) {
    if (const auto bytes = core::decode_hex(probe.text())) {
        if (!is_mtkruto(bytes->view()) && !is_raw_record(bytes->view())) return std::nullopt;
        return Resemblance{
            85, fmt::format("{} bytes in hex: the content of an MTKruto auth string, which is base64",
                            bytes->size())};
    }
    if (const auto torn = decode_torn(probe.text()); torn && is_mtkruto(torn->bytes.view())) {
        return Resemblance{80, torn_sentence(probe.text(), "an MTKruto auth string")};
    }
    const auto* decoded = probe.base64();
    if (!decoded) return std::nullopt;
    const auto bytes = decoded->bytes.view();
    if (is_raw_record(bytes)) {
        return Resemblance{
            85, fmt::format("decodes to {} bytes: the content of an MTKruto auth string without its "
                            "run lengths",
                            bytes.size())};
    }
    const auto raw = mtkruto::decode_rle0(bytes.first(std::min<std::size_t>(bytes.size(), 10)), 512);
    core::Cursor in(raw.bytes.view());
    if (mtkruto::parse_dc(core::as_text(in.tl_bytes("DC"))) && in.ok() && bytes.size() < 16) {
        return Resemblance{
            40, fmt::format("decodes to {} bytes: the start of an MTKruto auth string, cut off before "
                            "its key",
                            bytes.size())};
    }
    return std::nullopt;
}

}  // namespace

extern const Format mtkruto_string;
constinit const Format mtkruto_string = {
    .info = {.id = "mtkruto-string",
             .library = "MTKruto",
             .shape = Shape::text,
             .extension = ".txt",
             .carries = {.fields = {Field::test, Field::user_id, Field::is_bot, Field::api_id},
                         .needs = {Field::user_id, Field::is_bot, Field::api_id},
                         .test = TestRule::stored},
             .proof = "mtcute's converter reads and writes it; vectors made with MTKruto itself",
             .summary = "auth string of MTKruto, three generations; written as the newest"},
    .detect = detect,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
