// An address and its port in one text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tgferry/session.hpp>

namespace tgferry::formats {

/// "149.154.167.51:443", "[2001:67c:4e8:f002::a]:443": as Go and Rust write them.
[[nodiscard]] std::string join_host_port(const Endpoint& endpoint);

/// As the Go libraries have them. Takes also an address without a port (then 443), with or without brackets,
/// as some importers write it. Nothing for an empty text, and for one that is no address.
[[nodiscard]] std::optional<Endpoint> split_host_port(std::string_view text);

/// As grammers and Telethon 2 have them: "1.2.3.4:443", "[2001:db8::1]:443" or (Telethon 2)
/// "2001:db8::1:443": what follows the last ':' is the port. Nothing where that is none, or the host is no IP
/// address.
[[nodiscard]] std::optional<Endpoint> split_ip_port(std::string_view text);

}  // namespace tgferry::formats
