#include "formats/common/host_port.hpp"

#include <fmt/format.h>

#include "core/decimal.hpp"
#include "core/ip.hpp"
#include "formats/common/text_address.hpp"

namespace tgferry::formats {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
    const auto port = core::parse_decimal<std::uint16_t>(text);
    return port == 0 ? std::nullopt : port;
}

bool in_brackets(std::string_view text) {
    return text.starts_with('[') && text.ends_with(']');
}

std::string_view without_brackets(std::string_view text) {
    return in_brackets(text) ? text.substr(1, text.size() - 2) : text;
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
    if (colon != std::string_view::npos && !in_brackets(text) && !core::parse_ipv6(text)) {
        const auto port = parse_port(text.substr(colon + 1));
        if (!port) return std::nullopt;
        endpoint.port = *port;
        host = text.substr(0, colon);
    }
    host = without_brackets(host);
    if (!is_address_text(host)) return std::nullopt;
    endpoint.host = std::string(host);
    return endpoint;
}

std::optional<Endpoint> split_ip_port(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto port = parse_port(text.substr(colon + 1));
    const std::string_view outer = text.substr(0, colon), host = without_brackets(outer);
    const bool is_ip = core::parse_ipv6(host) || (!in_brackets(outer) && core::parse_ipv4(host));
    if (!port || !is_ip) return std::nullopt;
    return Endpoint{std::string(host), *port};
}

}  // namespace tgferry::formats
