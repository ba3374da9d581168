// Addresses as Go and Rust write them: "host:port", an IPv6 address in brackets.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tgferry/session.hpp>

namespace tgferry::formats {

/// "149.154.167.51:443", "[2001:67c:4e8:f002::a]:443".
[[nodiscard]] std::string join_host_port(const Endpoint& endpoint);

/// Takes also an address without a port (then 443), with or without brackets, as some importers write it.
/// Nothing for an empty text, and for one that is no address.
[[nodiscard]] std::optional<Endpoint> split_host_port(std::string_view text);

}  // namespace tgferry::formats
