#include "core/ranges.hpp"

#include "core/ip.hpp"

namespace tgferry::core {

bool is_nowhere(std::string_view host) noexcept {
    return parse_ipv4(host) == Ipv4{} || parse_ipv6(host) == Ipv6{};
}

bool is_host(std::string_view text) noexcept {
    const bool address = is_host_name(text) || parse_ipv6(text).has_value();  // IPv4 reads as a name
    return address && !is_nowhere(text);
}

}  // namespace tgferry::core
