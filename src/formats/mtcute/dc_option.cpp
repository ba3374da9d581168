#include "formats/mtcute/dc_option.hpp"

#include <fmt/format.h>

#include "formats/common/text_address.hpp"

namespace tgferry::formats::mtcute {
namespace {

constexpr std::uint8_t flag_ipv6 = 1;
constexpr std::uint8_t flag_media_only = 2;
constexpr std::uint8_t flag_test = 4;
constexpr std::uint32_t tl_constructor = 0x18b7a10d;
constexpr std::uint32_t tl_flag_secret = 1 << 10;
constexpr std::size_t longest_address = 55;

/// Address and port, which both layouts end with.
void read_endpoint(core::Cursor& in, DcOption& dc) {
    const std::size_t address_at = in.offset();
    const auto address = core::as_text(in.tl_bytes("DC address"));
    if (in.ok() && !is_address_text(address)) in.reject("DC address", address_at);
    const std::size_t port_at = in.offset();
    const std::int32_t port = in.i32_le("DC port");
    if (in.ok() && (port < 1 || port > 65535)) in.reject("DC port", port_at);
    if (in.ok()) dc.endpoint = {std::string(address), static_cast<std::uint16_t>(port)};
}

std::unexpected<Error> unknown_layout(std::string message, std::size_t at) {
    return std::unexpected(
        Error{.code = ErrorCode::unsupported_version,
              .message = std::move(message),
              .offset = at,
              .hint = "export it again with an mtcute between 0.7.1 and 0.29 (exportSession), or report it"});
}

SecretBytes write_dc_option(std::uint8_t version, std::uint8_t flags, std::int32_t dc,
                            const Endpoint& endpoint) {
    const bool ipv6 = endpoint.host.find(':') != std::string::npos;
    core::Writer out(64);
    out.u8(version);
    out.u8(static_cast<std::uint8_t>(dc));
    out.u8(static_cast<std::uint8_t>(flags | (ipv6 ? flag_ipv6 : 0)));
    out.tl_bytes(core::as_bytes(endpoint.host));
    out.i32_le(endpoint.port);
    return std::move(out).finish();
}

std::uint8_t flag_of(Purpose purpose) {
    return purpose == Purpose::media ? flag_media_only : 0;
}

Result<void> check_address(const Endpoint& endpoint, std::string_view format, std::string_view what,
                           std::string_view hint) {
    const std::size_t length = endpoint.host.size();
    if (length <= longest_address && is_address_text(endpoint.host) && endpoint.port != 0) return {};
    return fail(ErrorCode::missing_fact,
                fmt::format("{} cannot hold the {} \"{}\" port {}: 1 to {} letters, digits, '.', ':' and "
                            "'-' and a port above 0 wanted",
                            format, what, endpoint.host, endpoint.port, longest_address),
                std::string(hint));
}

}  // namespace

Result<DcOption> read_basic_dc_option(std::span<const std::uint8_t> blob, std::size_t at) {
    core::Cursor in(blob);
    DcOption dc{.at = at};
    dc.version = in.u8("DC option");
    if (in.ok() && dc.version != 1 && dc.version != 2) {
        return unknown_layout(
            fmt::format("mtcute: DC option version {}, where 1 and 2 are known", dc.version), at);
    }
    dc.id = in.u8("DC id");
    const std::uint8_t flags = in.u8("DC flags");
    dc.test = dc.version == 2 && (flags & flag_test) != 0;
    read_endpoint(in, dc);
    if (!in.ok()) {
        auto failure = in.failure("mtcute");
        failure.error().offset = at + failure.error().offset.value_or(0);
        return failure;
    }
    return dc;
}

Result<DcOption> read_tl_dc_option(core::Cursor& in) {
    DcOption dc{.at = in.offset()};
    const std::uint32_t constructor = in.u32_le("DC option");
    if (in.ok() && constructor != tl_constructor) {
        return unknown_layout(fmt::format("mtcute: DC option of constructor {:08x}, where {:08x} is known",
                                          constructor, tl_constructor),
                              dc.at);
    }
    const std::uint32_t flags = in.u32_le("DC flags");
    dc.id = in.i32_le("DC id");
    read_endpoint(in, dc);
    if (flags & tl_flag_secret) (void)in.tl_bytes("DC secret");
    if (!in.ok()) return in.failure("mtcute");
    return dc;
}

Result<void> take_dcs(DcOption& main, std::optional<DcOption>& media, bool test, Session& session,
                      std::vector<Warning>& warnings) {
    session.test = test || main.test;
    doubt_address(main.endpoint, warnings);
    session.endpoint = std::move(main.endpoint);
    if (!media) return {};
    if (!test && main.test != media->test) {
        return std::unexpected(
            Error{.code = ErrorCode::damaged,
                  .message = "mtcute: one of main and media DC is a test DC, the other not",
                  .offset = media->at});
    }
    if (media->id != main.id) {
        warnings.push_back(
            {"media_dc_ignored",
             fmt::format("the media DC {} is not the home DC {} and was ignored", media->id, main.id)});
        return {};
    }
    doubt_address(media->endpoint, warnings);
    session.media_endpoint = std::move(media->endpoint);
    return {};
}

SecretBytes basic_dc_option(std::int32_t dc, const Endpoint& endpoint, Purpose purpose) {
    return write_dc_option(1, flag_of(purpose), dc, endpoint);
}

SecretBytes test_dc_option(std::int32_t dc, const Endpoint& endpoint, Purpose purpose) {
    return write_dc_option(2, static_cast<std::uint8_t>(flag_test | flag_of(purpose)), dc, endpoint);
}

Result<void> check_writable(const Session& session, std::string_view format) {
    if (session.media_endpoint) {
        auto media = check_address(*session.media_endpoint, format, "media address",
                                   "correct media_endpoint in a tgferry-json copy of the session");
        if (!media) return media;
    }
    return check_address(*session.endpoint, format, "address", "give another one: --host ADDRESS --port N");
}

bool starts_basic_dc_option(std::span<const std::uint8_t> blob) noexcept {
    core::Cursor in(blob);
    const std::uint8_t version = in.u8("version");
    (void)in.take(2, "id and flags");
    const auto address = core::as_text(in.tl_bytes("address"));
    (void)in.i32_le("port");
    return in.ok() && version != 0 && version < 16 && is_address_text(address);
}

bool starts_tl_dc_option(std::span<const std::uint8_t> bytes) noexcept {
    core::Cursor in(bytes);
    const std::uint32_t constructor = in.u32_le("constructor");
    (void)in.take(8, "flags and id");
    const auto address = core::as_text(in.tl_bytes("address"));
    return in.ok() && constructor == tl_constructor && is_address_text(address);
}

}  // namespace tgferry::formats::mtcute
