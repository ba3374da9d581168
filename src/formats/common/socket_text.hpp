// An address and its port in one text, as Telethon 2 and grammers store them. Written by join_host_port().
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tgferry/session.hpp>

namespace tgferry::formats {

/// "1.2.3.4:443", "[2001:db8::1]:443" (Rust) or "2001:db8::1:443" (Telethon 2): what follows the last ':' is
/// the port. Nothing where that is none, or the host is no IP address.
[[nodiscard]] std::optional<Endpoint> parse_socket_text(std::string_view text);

}  // namespace tgferry::formats
