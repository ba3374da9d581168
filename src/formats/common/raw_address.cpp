#include "formats/common/raw_address.hpp"

#include <algorithm>

#include "core/ip.hpp"

namespace tgferry::formats {
namespace {

template <class Ip>
std::string text_of(std::span<const std::uint8_t> bytes) {
    Ip ip{};
    std::ranges::copy(bytes.first(ip.size()), ip.begin());
    return core::format_ip(ip);
}

}  // namespace

std::optional<std::string> raw_address(std::span<const std::uint8_t> bytes) {
    if (std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; })) return std::nullopt;
    return bytes.size() == core::Ipv4{}.size() ? text_of<core::Ipv4>(bytes) : text_of<core::Ipv6>(bytes);
}

}  // namespace tgferry::formats
