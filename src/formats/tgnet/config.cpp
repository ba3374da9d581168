#include "formats/tgnet/config.hpp"

#include <fmt/format.h>

#include "core/cursor.hpp"
#include "core/ip.hpp"

namespace tgferry::formats::tgnet {
namespace {

constexpr std::uint32_t newest_version = 5, oldest_dc_version = 2, newest_dc_version = 13;
/// Forks count on; what is larger is no version.
constexpr std::uint32_t last_version = 255;
constexpr std::uint32_t tl_true = 0x997275b5, tl_false = 0xbc799737;
constexpr std::size_t max_datacenters = 1000;

enum : std::int32_t { ipv6_flag = 1, download_flag = 2, obfuscated_flag = 4, cdn_flag = 8 };

bool take_bool(core::Cursor& in, const char* what) {
    const std::size_t at = in.offset();
    const std::uint32_t value = in.u32_le(what);
    if (value != tl_true && value != tl_false) in.reject(what, at);
    return value == tl_true;
}

/// Bytes with their number in front, not padded.
std::span<const std::uint8_t> take_sized(core::Cursor& in, const char* what) {
    return in.take(in.u32_le(what), what);
}

std::vector<Salt> take_salts(core::Cursor& in, std::int32_t dc) {
    std::vector<Salt> salts;
    const std::uint32_t count = in.u32_le("number of salts");
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        const std::int32_t since = in.i32_le("salt"), until = in.i32_le("salt");
        salts.push_back({.dc = dc, .valid_since = since, .valid_until = until, .salt = in.i64_le("salt")});
    }
    return salts;
}

class DatacenterParser {
  public:
    explicit DatacenterParser(core::Cursor& in) : in_(in) {}

    Datacenter run() {
        dc_.version = in_.u32_le("version of a DC");
        if (!known()) return dc_;
        dc_.id = in_.i32_le("DC id");
        if (dc_.version >= 3) (void)in_.u32_le("version of the application");
        if (dc_.version >= 10) (void)in_.u32_le("version of the application");
        take_addresses();
        if (dc_.version >= 6) dc_.cdn = take_bool(in_, "mark of a CDN");
        take_keys();
        dc_.logged_in = in_.i32_le("mark of a logged-in key") != 0;
        dc_.salts = take_salts(in_, dc_.id);
        if (dc_.version >= 13) (void)take_salts(in_, dc_.id);  // of the media servers
        return dc_;
    }

    [[nodiscard]] bool known() const {
        return dc_.version >= oldest_dc_version && dc_.version <= newest_dc_version;
    }

  private:
    /// IPv4 and IPv6, then the same of the servers for downloads.
    void take_addresses() {
        const int lists = dc_.version >= 5 ? 4 : 1;
        for (int list = 0; list < lists; ++list) {
            const std::uint32_t count = in_.u32_le("number of addresses");
            for (std::uint32_t i = 0; i < count && in_.ok(); ++i) take_address(list);
        }
    }

    void take_address(int list) {
        Endpoint endpoint{.host = std::string(core::as_text(in_.tl_bytes("address")))};
        const std::uint32_t port = in_.u32_le("port");
        const std::int32_t flags = dc_.version >= 7 ? in_.i32_le("flags of an address") : 0;
        const bool secret = dc_.version >= 9 && !in_.tl_bytes("secret").empty();
        const bool plain = !secret && (flags & (obfuscated_flag | cdn_flag)) == 0;
        const bool is_ip = core::parse_ipv4(endpoint.host) || core::parse_ipv6(endpoint.host);
        if (!in_.ok() || !plain || !is_ip || port < 1 || port > 65535) return;
        endpoint.port = static_cast<std::uint16_t>(port);
        const bool media = list >= 2 || (flags & download_flag) != 0;
        auto& place = media ? dc_.media_endpoint : dc_.endpoint;
        if (!place) place = std::move(endpoint);
    }

    void take_keys() {
        dc_.key = take_sized(in_, "auth key");
        if (dc_.version >= 4 || in_.u32_le("size of the key id") != 0) dc_.key_id = in_.u64_le("key id");
        if (dc_.version >= 8) take_temporary();
        if (dc_.version >= 12) take_temporary();
    }

    void take_temporary() {
        (void)take_sized(in_, "temporary key");
        (void)in_.u64_le("id of the temporary key");
    }

    core::Cursor& in_;
    Datacenter dc_;
};

std::unexpected<Error> unknown_layout(std::string what, std::size_t at) {
    return std::unexpected(Error{.code = ErrorCode::unsupported_version,
                                 .message = "tgnet: unsupported layout: " + std::move(what),
                                 .offset = at,
                                 .hint = "known are files of version 1 to 5 with DCs of version 2 to 13"});
}

/// What stands between the version and the current DC. Whether there is one.
bool take_head(core::Cursor& in, Config& config) {
    config.test = take_bool(in, "mark of the test servers");
    if (config.version >= 3) (void)take_bool(in, "mark of a blocked client");
    if (config.version >= 4) (void)in.tl_bytes("language");
    return take_bool(in, "mark of a current DC");
}

void take_current(core::Cursor& in, Config& config) {
    config.home = in.i32_le("current DC");
    (void)in.i32_le("difference of time");
    (void)in.i32_le("time of an update");
    (void)in.i64_le("session id");
    if (config.version >= 2) (void)take_bool(in, "mark of push messages");
    if (config.version >= 5) (void)in.i32_le("time of the server");
    const std::uint32_t sessions = in.u32_le("number of sessions");
    for (std::uint32_t i = 0; i < sessions && in.ok(); ++i) (void)in.i64_le("session id");
}

/// The part of the file that its size speaks of.
std::optional<std::span<const std::uint8_t>> body_of(std::span<const std::uint8_t> file) {
    core::Cursor in(file);
    const std::uint32_t size = in.u32_le("size");
    if (!in.ok() || size == 0 || size > in.left()) return std::nullopt;
    return file.subspan(4, size);
}

bool has_head(std::span<const std::uint8_t> body) {
    core::Cursor in(body);
    Config config{.version = in.u32_le("version")};
    if (config.version < 1 || config.version > last_version) return false;
    (void)take_head(in, config);
    // Layouts that are not known are recognised by the first constant alone.
    return in.ok() || (config.version > newest_version && in.offset() > 8);
}

}  // namespace

bool looks_like_config(std::span<const std::uint8_t> file) {
    const auto body = body_of(file);
    return body && has_head(*body);
}

bool looks_cut_short(std::span<const std::uint8_t> file) {
    return !body_of(file) && file.size() > 4 && has_head(file.subspan(4));
}

Result<Config> parse_config(std::span<const std::uint8_t> file) {
    const auto body = body_of(file);
    if (!body) {
        return std::unexpected(Error{.code = ErrorCode::damaged,
                                     .message = "tgnet: the file is shorter than the size at its start says",
                                     .offset = 0,
                                     .hint = "copy it again, with the application closed"});
    }
    core::Cursor in(file.first(4 + body->size()));
    (void)in.u32_le("size");
    Config config{.version = in.u32_le("version")};
    if (in.ok() && (config.version < 1 || config.version > newest_version)) {
        return unknown_layout(fmt::format("the file is of version {}", config.version), 4);
    }
    if (take_head(in, config)) {
        take_current(in, config);
        const std::uint32_t count = in.u32_le("number of DCs");
        for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
            const std::size_t at = in.offset();
            DatacenterParser parser(in);
            Datacenter dc = parser.run();
            if (in.ok() && !parser.known()) {
                return unknown_layout(fmt::format("a DC is of version {}", dc.version), at);
            }
            if (in.ok() && config.datacenters.size() >= max_datacenters) in.reject("number of DCs", at);
            config.datacenters.push_back(std::move(dc));
        }
    }
    if (!in.ok()) return in.failure("tgnet");
    return config;
}

}  // namespace tgferry::formats::tgnet
