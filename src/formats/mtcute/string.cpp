// mtcute's string session: base64url without padding, little-endian, no checksum.
//
//   version u8 (1, 2, 3) | flags i32 (1 self, 2 test, 4 media DC) | main DC | media DC (flag 4, not in
//   version 1) | user id i64, bot TL bool (flag 1) | auth key, TL bytes
//
// A DC is a TL dcOption in versions 1 and 2 (mtcute up to 0.17) and a BasicDcOption blob inside TL bytes in
// version 3. What is written is version 3 with blobs of version 1 and the test flag in the flags: mtcute
// reads that since 0.7.1, while the blobs of version 2, which it writes since 0.19, are refused by everything
// older. No media DC means that media are served by the main one. User id and bot flag exist together or not
// at all: a reader that finds no self asks the server, one that finds a wrong bot flag misbehaves, so a lone
// user id is not written (Carries::together; the loss report says so).
#include <fmt/format.h>

#include "core/hex.hpp"
#include "core/ranges.hpp"
#include "formats/common/torn_base64.hpp"
#include "formats/format.hpp"
#include "formats/mtcute/dc_option.hpp"

namespace tgferry::formats {
namespace {

using mtcute::DcOption;

constexpr std::uint32_t flag_self = 1;
constexpr std::uint32_t flag_test = 2;
constexpr std::uint32_t flag_media = 4;
constexpr std::uint32_t known_flags = flag_self | flag_test | flag_media;
constexpr std::uint32_t tl_true = 0x997275b5;
constexpr std::uint32_t tl_false = 0xbc799737;
constexpr int newest = 3;

struct Head {
    int version = 0;
    bool dc_follows = false;  ///< a DC as this version stores it
};

/// Version and flags at the start, and whether the rest begins as it should.
std::optional<Head> head_of(std::span<const std::uint8_t> record) {
    core::Cursor in(record);
    Head head{.version = in.u8("version")};
    const std::uint32_t flags = in.u32_le("flags");
    if (!in.ok() || head.version == 0 || (flags & ~known_flags) != 0) return std::nullopt;
    if (head.version < newest) {
        head.dc_follows = mtcute::starts_tl_dc_option(record.subspan(in.offset()));
    } else {
        const auto blob = in.tl_bytes("DC option");
        head.dc_follows = in.ok() && mtcute::starts_basic_dc_option(blob);
    }
    return head;
}

/// Version, flags and a whole DC with its address: cut short behind that, it is still mtcute's, and damaged.
bool is_mtcute(std::span<const std::uint8_t> record) {
    const auto head = head_of(record);
    return head && head->version <= newest && head->dc_follows;
}

bool detect(const Probe& probe) {
    const auto* decoded = probe.base64();
    return decoded && is_mtcute(decoded->bytes.view());
}

Result<DcOption> read_dc(core::Cursor& in, int version) {
    if (version < newest) return mtcute::read_tl_dc_option(in);
    const std::size_t start = in.offset();
    const auto blob = in.tl_bytes("DC option");
    if (!in.ok()) return in.failure("mtcute-string");
    return mtcute::read_basic_dc_option(blob, start + (blob.size() > 253 ? 4 : 1));
}

bool is_tl_bool(std::uint32_t value) {
    return value == tl_true || value == tl_false;
}

/// Version 1 was first written with user ids of 32 bits: then the bool comes four bytes earlier.
bool has_short_user_id(core::Cursor in) {
    (void)in.i32_le("user id");
    const std::uint32_t early = in.u32_le("bot flag");
    const std::uint32_t late = in.u32_le("bot flag");
    return is_tl_bool(early) && !is_tl_bool(late);
}

User read_self(core::Cursor& in, int version) {
    const std::size_t start = in.offset();
    const bool is_short = version == 1 && has_short_user_id(in);
    const std::int64_t id = is_short ? in.i32_le("user id") : in.i64_le("user id");
    if (in.ok() && id != 0 && !core::is_user_id(id)) in.reject("user id", start);
    const std::size_t bot_at = in.offset();
    const std::uint32_t bot = in.u32_le("bot flag");
    if (in.ok() && !is_tl_bool(bot)) in.reject("bot flag", bot_at);
    User user;
    if (id == 0) return user;  // some converters write 0 where they know no user
    user.id = id;
    user.is_bot = bot == tl_true;
    return user;
}

std::unexpected<Error> unknown_version(int version) {
    return std::unexpected(
        Error{.code = ErrorCode::unsupported_version,
              .message = fmt::format("mtcute-string: version {}, where 1 to {} are known", version, newest),
              .offset = 0,
              .hint = "export it again with an mtcute that writes version 3 (0.7.1 to 0.31)"});
}

Result<Bundle> read_record(std::span<const std::uint8_t> record) {
    core::Cursor in(record);
    const int version = in.u8("version");
    if (in.ok() && (version == 0 || version > newest)) return unknown_version(version);
    const std::uint32_t flags = in.u32_le("flags");
    if (!in.ok()) return in.failure("mtcute-string");
    auto main = read_dc(in, version);
    if (!main) return std::unexpected(std::move(main.error()));
    std::optional<DcOption> media;
    if (version > 1 && (flags & flag_media)) {
        auto second = read_dc(in, version);
        if (!second) return std::unexpected(std::move(second.error()));
        media = std::move(*second);
    }
    User user = flags & flag_self ? read_self(in, version) : User{};
    const std::size_t key_at = in.offset();
    const auto key_bytes = in.tl_bytes("auth key");
    if (!in.ok()) return in.failure("mtcute-string");
    auto key = AuthKey::from(key_bytes);
    if (!key) {
        key.error().offset = key_at;
        return std::unexpected(std::move(key.error()));
    }
    Bundle bundle;
    bundle.variant = version < newest ? "version " + std::to_string(version)
                                      : "version 3, DC option " + std::to_string(main->version);
    if (in.left() != 0) {
        bundle.warnings.push_back(
            {"trailing_bytes", fmt::format("{} bytes behind the auth key were ignored", in.left())});
    }
    Session& session = bundle.sessions.emplace_back(main->id, std::move(*key));
    auto taken = mtcute::take_dcs(*main, media, (flags & flag_test) != 0, session, bundle.warnings);
    if (!taken) return std::unexpected(std::move(taken.error()));
    if (flags & flag_self) session.user = std::move(user);
    return bundle;
}

Result<Bundle> read(const Probe& probe, const ReadOptions&) {
    const auto* decoded = probe.base64();
    if (!decoded) return fail(ErrorCode::damaged, "mtcute-string: not base64");
    auto bundle = read_record(decoded->bytes.view());
    if (!bundle) return bundle;
    auto warnings = probe.forgiven(*decoded, core::Alphabet::url, core::Padding::strip);
    bundle->warnings.insert(bundle->warnings.begin(), warnings.begin(), warnings.end());
    return bundle;
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    const Session& session = what.one();
    if (auto writable = mtcute::check_writable(session, "mtcute-string"); !writable)
        return std::unexpected(std::move(writable.error()));
    const bool self = session.user.id && session.user.is_bot;
    core::Writer out(512);
    out.u8(newest);
    out.u32_le((self ? flag_self : 0) | (session.test ? flag_test : 0) |
               (session.media_endpoint ? flag_media : 0));
    out.tl_bytes(mtcute::basic_dc_option(session.dc, *session.endpoint, mtcute::Purpose::main).view());
    if (session.media_endpoint) {
        out.tl_bytes(
            mtcute::basic_dc_option(session.dc, *session.media_endpoint, mtcute::Purpose::media).view());
    }
    if (self) {
        out.i64_le(*session.user.id);
        out.u32_le(*session.user.is_bot ? tl_true : tl_false);
    }
    out.tl_bytes(session.key.reveal());
    return Artifact{.text = core::encode_base64(out.view(), core::Alphabet::url, core::Padding::strip)};
}

std::optional<Resemblance> resembles_start(std::span<const std::uint8_t> record) {
    constexpr std::size_t longest_without_dc = 80;
    const auto head = head_of(record);
    if (!head) return std::nullopt;
    if (head->version > newest && head->version < 16) {
        return Resemblance{
            head->dc_follows ? 85 : 40,
            fmt::format("decodes to {} bytes: starts like an mtcute string of version {}, where 1 to "
                        "{} are known",
                        record.size(), head->version, newest)};
    }
    if (head->version > newest || record.size() > longest_without_dc) return std::nullopt;
    return Resemblance{
        50, fmt::format("decodes to {} bytes: the start of an mtcute string of version {}, cut off "
                        "before its auth key",
                        record.size(), head->version)};
}

std::optional<Resemblance> resembles(const Probe& probe) {
    if (const auto bytes = core::decode_hex(probe.text()); bytes && is_mtcute(bytes->view())) {
        return Resemblance{
            85,
            fmt::format("{} bytes in hex: the content of an mtcute string, which is base64", bytes->size())};
    }
    if (const auto torn = decode_torn(probe.text()); torn && is_mtcute(torn->bytes.view())) {
        return Resemblance{80, torn_sentence(probe.text(), "an mtcute string")};
    }
    if (const auto* decoded = probe.base64()) return resembles_start(decoded->bytes.view());
    return std::nullopt;
}

}  // namespace

extern const Format mtcute_string;
constinit const Format mtcute_string = {
    .info = {.id = "mtcute-string",
             .library = "mtcute",
             .shape = Shape::text,
             .extension = ".txt",
             .carries = {.fields = {Field::endpoint, Field::media_endpoint, Field::test, Field::user_id,
                                    Field::is_bot},
                         .needs = {Field::endpoint},
                         .together = {Field::user_id, Field::is_bot},
                         .endpoint = EndpointRule::any,
                         .test = TestRule::stored},
             .proof = "mtcute opens and writes it",
             .summary = "string session of mtcute, versions 1 to 3; written as version 3"},
    .detect = detect,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
