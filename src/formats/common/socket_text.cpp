#include "formats/common/socket_text.hpp"

#include <fmt/format.h>

#include <charconv>

#include "core/ip.hpp"

namespace tgferry::formats {

std::optional<Endpoint> parse_socket_text(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view digits = text.substr(colon + 1);
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || end != digits.data() + digits.size() || port == 0) return std::nullopt;
    std::string_view host = text.substr(0, colon);
    const bool bracketed = host.starts_with('[') && host.ends_with(']');
    if (bracketed) host = host.substr(1, host.size() - 2);
    const bool is_ip = core::parse_ipv6(host) || (!bracketed && core::parse_ipv4(host));
    if (!is_ip) return std::nullopt;
    return Endpoint{std::string(host), port};
}

std::string socket_text(const Endpoint& endpoint) {
    const bool ipv6 = endpoint.host.find(':') != std::string::npos;
    return ipv6 ? fmt::format("[{}]:{}", endpoint.host, endpoint.port)
                : fmt::format("{}:{}", endpoint.host, endpoint.port);
}

}  // namespace tgferry::formats
