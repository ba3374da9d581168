#include "formats/tdlib/values.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <ranges>
#include <tgferry/key_id.hpp>

#include "core/cursor.hpp"
#include "core/ip.hpp"
#include "core/ranges.hpp"
#include "core/writer.hpp"

namespace tgferry::formats::tdlib {
namespace {

constexpr std::int32_t logged_in_flag = 1, created_flag = 4, expires_flag = 8;
constexpr std::size_t salt_record_size = 24;

enum : std::int32_t { ipv6 = 1, media = 2, obfuscated = 4, cdn = 8, has_secret = 32 };

/// Unix seconds with a fraction; nothing where no clock could have shown it.
std::optional<std::int64_t> take_seconds(core::Cursor& in) {
    const double seconds = std::bit_cast<double>(in.u64_le("time"));
    if (!std::isfinite(seconds) || std::fabs(seconds) > 1e12) return std::nullopt;
    return static_cast<std::int64_t>(std::floor(seconds));
}

void put_seconds(core::Writer& out, std::int64_t seconds) {
    out.u64_le(std::bit_cast<std::uint64_t>(static_cast<double>(seconds)));
}

struct DcOption {
    std::int32_t flags = 0, dc = 0;
    Endpoint endpoint{};
};

DcOption take_option(core::Cursor& in) {
    DcOption option{.flags = in.i32_le("flags"), .dc = in.i32_le("DC id")};
    option.endpoint.host = core::as_text(in.tl_bytes("address"));
    const std::size_t at = in.offset();
    const std::int32_t port = in.i32_le("port");
    if ((option.flags & has_secret) != 0) (void)in.tl_bytes("secret");
    if (!core::is_port(port)) in.reject("port", at);
    option.endpoint.port = static_cast<std::uint16_t>(port);
    return option;
}

bool is_ip(const DcOption& option) {
    const std::string& host = option.endpoint.host;
    return (option.flags & ipv6) != 0 ? core::parse_ipv6(host).has_value()
                                      : core::parse_ipv4(host).has_value();
}

}  // namespace

Result<StoredKey> parse_key(Value value) {
    core::Cursor in(value);
    const std::uint64_t id = in.u64_le("key id");
    const std::int32_t flags = in.i32_le("flags");
    const auto bytes = in.tl_bytes("auth key");
    if ((flags & created_flag) != 0) (void)in.take(8, "time of creation");
    if ((flags & expires_flag) != 0) (void)in.take(16, "time of expiry");
    if (in.ok() && in.left() != 0) in.reject("end of the auth key", in.offset());
    if (!in.ok()) return in.failure("tdlib");
    auto key = AuthKey::from(bytes);
    if (!key) return std::unexpected(std::move(key.error()));
    const bool own_id = id == key_id(*key);
    return StoredKey{std::move(*key), (flags & logged_in_flag) != 0, own_id};
}

SecretBytes make_key(const AuthKey& key) {
    core::Writer out(272);
    out.u64_le(key_id(key));
    out.i32_le(logged_in_flag);
    out.tl_bytes(key.reveal());
    return std::move(out).finish();
}

std::optional<std::vector<Salt>> parse_salts(Value value, std::int32_t dc) {
    core::Cursor in(value);
    const std::uint32_t count = in.u32_le("number of salts");
    if (!in.ok() || in.left() % salt_record_size != 0 || in.left() / salt_record_size != count)
        return std::nullopt;
    std::vector<Salt> salts;
    for (std::uint32_t i = 0; i < count; ++i) {
        Salt salt{.dc = dc, .salt = in.i64_le("salt")};
        const auto since = take_seconds(in), until = take_seconds(in);
        if (!since || !until) return std::nullopt;
        salt.valid_since = *since;
        salt.valid_until = *until;
        const bool real = *since >= 0 && *until >= 0;
        if (real) salts.push_back(salt);
    }
    std::ranges::reverse(salts);
    return salts;
}

SecretBytes make_salts(const std::vector<Salt>& salts, std::int32_t dc) {
    core::Writer records;
    std::uint32_t count = 0;
    for (const Salt& salt : salts | std::views::reverse) {
        if (salt.dc != dc) continue;
        records.i64_le(salt.salt);
        put_seconds(records, salt.valid_since);
        put_seconds(records, salt.valid_until);
        ++count;
    }
    core::Writer out(4 + records.size());
    out.u32_le(count);
    out.bytes(records.view());
    return std::move(out).finish();
}

std::optional<Endpoint> parse_address(Value value, std::int32_t dc) {
    core::Cursor in(value);
    const std::uint32_t count = in.u32_le("number of addresses");
    std::optional<Endpoint> found;
    bool found_v4 = false;
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        DcOption option = take_option(in);
        const bool is_main = (option.flags & (media | obfuscated | cdn | has_secret)) == 0;
        if (!in.ok() || option.dc != dc || !is_main || !is_ip(option)) continue;
        const bool v4 = (option.flags & ipv6) == 0;
        if (!found || (v4 && !found_v4)) found = std::move(option.endpoint);
        found_v4 = found_v4 || v4;
    }
    return in.ok() ? found : std::nullopt;
}

SecretBytes make_address(const Endpoint& endpoint, std::int32_t dc) {
    core::Writer out;
    out.u32_le(1);
    out.i32_le(core::parse_ipv6(endpoint.host) ? ipv6 : 0);
    out.i32_le(dc);
    out.tl_bytes(core::as_bytes(endpoint.host));
    out.i32_le(endpoint.port);
    return std::move(out).finish();
}

}  // namespace tgferry::formats::tdlib
