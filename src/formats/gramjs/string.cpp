// GramJS (and teleproto) StringSession: '1' and padded standard base64 of a big-endian record.
//
//   dc u8 | address length i16 | address text | port i16 | auth key (256)        261 + length bytes
//
// The lengths are signed in GramJS: ports above 32767 cannot be written by it and read back negative. Its
// reader takes any key length, decides by 352 characters of base64 that a string is Telethon's, and takes a
// length above 100 for raw IPv6; so addresses of 1 to 3 and of more than 100 characters cannot be written.
#include <fmt/format.h>

#include "core/cursor.hpp"
#include "core/hex.hpp"
#include "core/ip.hpp"
#include "core/writer.hpp"
#include "formats/common/text_address.hpp"
#include "formats/common/torn_base64.hpp"
#include "formats/format.hpp"

namespace tgferry::formats {
namespace {

constexpr std::size_t shortest_address = 4;
constexpr std::size_t longest_address = 100;
constexpr std::uint16_t last_port = 32767;

bool detect(const Probe& probe) {
    const auto* decoded = probe.base64_behind_1();
    return decoded && (gramjs_address(decoded->bytes.view()) || packed_gramjs_address(decoded->bytes.view()));
}

void doubt(const Session& session, std::vector<Warning>& warnings) {
    const Endpoint& endpoint = *session.endpoint;
    doubt_address(endpoint, warnings);
    if (endpoint.port == 0 || endpoint.port > last_port) {
        warnings.push_back(
            {"odd_port", fmt::format("GramJS itself cannot use the port {} (its ports are 1 to {})",
                                     endpoint.port, last_port)});
    }
    if (endpoint.host.size() < shortest_address) {
        warnings.push_back({"odd_address", "GramJS itself misreads this string: the address is too short"});
    }
    // GramJS stores DC 10002, test DC 2, as 10002 & 255.
    if (session.dc >= 17 && session.dc <= 19) {
        warnings.push_back(
            {"odd_dc", fmt::format("DC {} is what GramJS leaves of DC {}: test DC {}; try --dc {} "
                                   "--test",
                                   session.dc, session.dc + 9984, session.dc - 16, session.dc - 16)});
    }
}

Result<Bundle> read(const Probe& probe, const ReadOptions&) {
    const auto* decoded = probe.base64_behind_1();
    if (!decoded) return fail(ErrorCode::damaged, "gramjs-string: not base64 behind a leading 1");
    core::Cursor in(decoded->bytes.view());
    const std::int32_t dc = in.u8("DC id");
    const std::size_t length_at = in.offset();
    const std::size_t length = in.u16_be("address length");
    if (length > longest_address) in.reject("address length", length_at);
    const std::size_t address_at = in.offset();
    const auto packed = packed_gramjs_address(decoded->bytes.view());
    const auto stored = core::as_text(in.take(length, "address"));
    if (in.ok() && !packed && !is_address_text(stored)) in.reject("address", address_at);
    const std::string_view address = packed ? std::string_view(*packed) : stored;
    const std::uint16_t port = in.u16_be("port");
    const std::size_t key_at = in.offset();
    const auto key_bytes = in.take(AuthKey::size, "auth key");
    if (in.left() != 0) in.reject("size (bytes follow the auth key)", in.offset());
    if (!in.ok()) return in.failure("gramjs-string");
    auto key = AuthKey::from(key_bytes);
    if (!key) {
        key.error().offset = key_at;
        return std::unexpected(std::move(key.error()));
    }

    Bundle bundle;
    bundle.variant = core::parse_ipv4(address) ? "ipv4" : core::parse_ipv6(address) ? "ipv6" : "host name";
    bundle.warnings = probe.forgiven(*decoded, core::Alphabet::standard, core::Padding::keep);
    Session& session = bundle.sessions.emplace_back(dc, std::move(*key));
    session.endpoint = {std::string(address), port};
    if (packed) {
        bundle.warnings.push_back(
            {"packed_address", "the address is packed into bytes, where GramJS itself wants text"});
    }
    doubt(session, bundle.warnings);
    return bundle;
}

Result<void> check_writable(const Session& session) {
    const Endpoint& endpoint = *session.endpoint;
    if (endpoint.port == 0 || endpoint.port > last_port) {
        return fail(ErrorCode::missing_fact,
                    fmt::format("gramjs-string cannot hold the port {}: GramJS knows 1 to {}", endpoint.port,
                                last_port),
                    "give another port: --port 443");
    }
    const std::size_t length = endpoint.host.size();
    if (length < shortest_address || length > longest_address || !is_address_text(endpoint.host)) {
        return fail(
            ErrorCode::missing_fact,
            fmt::format("gramjs-string cannot hold the address \"{}\": GramJS reads back 4 to 100 letters, "
                        "digits, '.', ':' and '-'",
                        endpoint.host),
            "give another address: --host ADDRESS");
    }
    return {};
}

Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    const Session& session = what.one();
    if (auto writable = check_writable(session); !writable)
        return std::unexpected(std::move(writable.error()));
    core::Writer out(5 + longest_address + AuthKey::size);
    out.u8(static_cast<std::uint8_t>(session.dc));
    out.u16_be(static_cast<std::uint16_t>(session.endpoint->host.size()));
    out.text(session.endpoint->host);
    out.u16_be(session.endpoint->port);
    out.bytes(session.key.reveal());
    return Artifact{.text =
                        core::encode_base64(out.view(), core::Alphabet::standard, core::Padding::keep, "1")};
}

/// The address at the start of a record whose size does not add up.
std::optional<std::string_view> address_of_broken(std::span<const std::uint8_t> record) {
    core::Cursor in(record);
    (void)in.u8("DC id");
    const std::size_t length = in.u16_be("length");
    if (!in.ok() || length < shortest_address || length > longest_address) return std::nullopt;
    const auto address = core::as_text(in.take(length, "address"));
    if (!is_address_text(address)) return std::nullopt;
    return address;
}

std::optional<Resemblance> resembles(const Probe& probe) {
    if (const auto* decoded = probe.base64_behind_1()) {
        const auto record = decoded->bytes.view();
        if (const auto address = address_of_broken(record)) {
            return Resemblance{
                80, fmt::format("behind its leading 1 it decodes to {} bytes: a GramJS string for {} "
                                "({} bytes) that lost or gained characters",
                                record.size(), *address, 5 + address->size() + AuthKey::size)};
        }
    }
    if (const auto torn =
            probe.text().starts_with('1') ? decode_torn(probe.text().substr(1)) : std::nullopt) {
        if (const auto address = address_of_broken(torn->bytes.view())) {
            return Resemblance{80, "behind its leading 1 it has " +
                                       torn_sentence(probe.text().substr(1),
                                                     fmt::format("a GramJS string for {}", *address))};
        }
    }
    if (const auto* decoded = probe.base64(); decoded && gramjs_address(decoded->bytes.view())) {
        return Resemblance{85, fmt::format("decodes to {} bytes: a GramJS string without its leading 1",
                                           decoded->bytes.size())};
    }
    if (const auto bytes = core::decode_hex(probe.text()); bytes && gramjs_address(bytes->view())) {
        return Resemblance{85, fmt::format("{} bytes in hex: the content of a GramJS string, which is base64",
                                           bytes->size())};
    }
    return std::nullopt;
}

}  // namespace

extern const Format gramjs_string;
constinit const Format gramjs_string = {
    .info = {.id = "gramjs-string",
             .library = "GramJS, teleproto",
             .shape = Shape::text,
             .extension = ".txt",
             .carries = {.fields = {Field::endpoint, Field::test},
                         .needs = {Field::endpoint},
                         .endpoint = EndpointRule::any,
                         .test = TestRule::by_address,
                         .last_port = last_port},
             .proof = "GramJS and teleproto open and write it",
             .summary = "StringSession of GramJS: IPv4, IPv6 and host names"},
    .detect = detect,
    .read = read,
    .write = write,
    .resembles = resembles,
};

}  // namespace tgferry::formats
