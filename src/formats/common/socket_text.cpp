#include "formats/common/socket_text.hpp"

#include "core/decimal.hpp"
#include "core/ip.hpp"

namespace tgferry::formats {

std::optional<Endpoint> parse_socket_text(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto port = core::parse_decimal<std::uint16_t>(text.substr(colon + 1));
    if (!port || *port == 0) return std::nullopt;
    std::string_view host = text.substr(0, colon);
    const bool bracketed = host.starts_with('[') && host.ends_with(']');
    if (bracketed) host = host.substr(1, host.size() - 2);
    const bool is_ip = core::parse_ipv6(host) || (!bracketed && core::parse_ipv4(host));
    if (!is_ip) return std::nullopt;
    return Endpoint{std::string(host), *port};
}

}  // namespace tgferry::formats
