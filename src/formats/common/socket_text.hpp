// An address and its port in one text, as Telethon 2 and grammers store them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tgferry/session.hpp>

namespace tgferry::formats {

/// "1.2.3.4:443", "[2001:db8::1]:443" (Rust) or "2001:db8::1:443" (Telethon 2): what follows the last ':' is
/// the port. Nothing where that is none, or the host is no IP address.
[[nodiscard]] std::optional<Endpoint> parse_socket_text(std::string_view text);

/// IPv6 in brackets, as Rust and everybody but Telethon 2 writes it.
[[nodiscard]] std::string socket_text(const Endpoint& endpoint);

}  // namespace tgferry::formats
