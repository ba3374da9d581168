#include "formats/grammers/addresses.hpp"

#include <algorithm>
#include <tgferry/dc.hpp>

#include "formats/common/dc_keys.hpp"

namespace tgferry::formats::grammers {
namespace {

core::Ipv6 embedded(const core::Ipv4& v4) {
    core::Ipv6 v6{};
    v6[10] = v6[11] = 0xff;
    std::ranges::copy(v4, v6.begin() + 12);
    return v6;
}

std::optional<core::Ipv6> table_ipv6(std::int32_t dc, bool test) {
    const auto known = dc_endpoint(dc, test, IpVersion::v6);
    return known ? core::parse_ipv6(known->host) : std::nullopt;
}

}  // namespace

Addresses home_addresses(const Session& session) {
    const Endpoint& endpoint = *session.endpoint;
    Addresses out{.v4 = core::parse_ipv4(endpoint.host).value_or(core::Ipv4{}), .port = endpoint.port};
    const auto guess = guess_dc(endpoint.host);
    const bool of_table = guess && guess->dc == session.dc;
    const auto v6 = of_table ? table_ipv6(session.dc, guess->test) : std::nullopt;
    out.v6 = v6.value_or(embedded(out.v4));
    return out;
}

Addresses other_addresses(const Session& session, std::int32_t dc) {
    const Endpoint v4 = address_of_other(session, dc);
    const Endpoint v6 = address_of_other(session, dc, IpVersion::v6);
    return {.v4 = core::parse_ipv4(v4.host).value_or(core::Ipv4{}),
            .v6 = core::parse_ipv6(v6.host).value_or(core::Ipv6{}),
            .port = v4.port};
}

}  // namespace tgferry::formats::grammers
