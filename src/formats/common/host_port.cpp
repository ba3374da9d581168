#include "formats/common/host_port.hpp"

#include <fmt/format.h>

#include "core/decimal.hpp"
#include "core/ip.hpp"
#include "formats/common/text_address.hpp"

namespace tgferry::formats {
namespace {

/// The digits behind the colon; nothing for anything but 1 to 65535.
std::optional<std::uint16_t> parse_port(std::string_view text) {
    const auto port = core::parse_decimal<std::uint16_t>(text);
    return port == 0 ? std::nullopt : port;
}

}  // namespace

std::string join_host_port(const Endpoint& endpoint) {
    const bool brackets = endpoint.host.find(':') != std::string::npos;
    return fmt::format("{}{}{}:{}", brackets ? "[" : "", endpoint.host, brackets ? "]" : "", endpoint.port);
}

std::optional<Endpoint> split_host_port(std::string_view text) {
    Endpoint endpoint;
    std::string_view host = text;
    const std::size_t colon = text.rfind(':');
    const bool in_brackets = text.starts_with('[') && text.ends_with(']');
    if (colon != std::string_view::npos && !in_brackets && !core::parse_ipv6(text)) {
        const auto port = parse_port(text.substr(colon + 1));
        if (!port) return std::nullopt;
        endpoint.port = *port;
        host = text.substr(0, colon);
    }
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (!is_address_text(host)) return std::nullopt;
    endpoint.host = std::string(host);
    return endpoint;
}

}  // namespace tgferry::formats
