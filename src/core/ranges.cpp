#include "core/ranges.hpp"

#include "core/ip.hpp"

namespace tgferry::core {

bool is_host(std::string_view text) noexcept {
    return is_host_name(text) || parse_ipv6(text).has_value();  // an IPv4 address reads as a name
}

}  // namespace tgferry::core
