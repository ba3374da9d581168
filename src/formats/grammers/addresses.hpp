// grammers keeps two addresses for every data centre and cannot open a session that lacks one of them.
#pragma once

#include <tgferry/session.hpp>

#include "core/ip.hpp"

namespace tgferry::formats::grammers {

/// What is stored for a data centre; grammers itself connects to the IPv4 address.
struct Addresses {
    core::Ipv4 v4{};
    core::Ipv6 v6{};
    std::uint16_t port = 443;
};

/// Of the home DC with its endpoint, which must be IPv4. The IPv6 address is that of the DC table where the
/// endpoint is of the table too, and otherwise the IPv4 address embedded (::ffff:a.b.c.d), as grammers does.
[[nodiscard]] Addresses home_addresses(const Session& session);

/// Of another DC: those of the DC table.
[[nodiscard]] Addresses other_addresses(const Session& session, std::int32_t dc);

}  // namespace tgferry::formats::grammers
