#include "formats/common/text_address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/cursor.hpp"
#include "core/ip.hpp"
#include "formats/common/raw_address.hpp"

namespace tgferry::formats {
namespace {

constexpr std::size_t head_size = 3;  ///< DC id and length
constexpr std::size_t port_size = 2;
constexpr std::size_t longest = 100;  ///< GramJS takes a larger length for the start of a raw IPv6 address

/// For each character whether it may stand in an address, which is no secret.
constexpr auto address_chars = [] {
    std::array<bool, 256> out{};
    for (char c = '0'; c <= '9'; ++c) out[static_cast<std::uint8_t>(c)] = true;
    for (char c = 'a'; c <= 'z'; ++c) out[static_cast<std::uint8_t>(c)] = true;
    for (char c = 'A'; c <= 'Z'; ++c) out[static_cast<std::uint8_t>(c)] = true;
    for (const char c : {'.', ':', '-'}) out[static_cast<std::uint8_t>(c)] = true;
    return out;
}();

bool is_address_char(char c) noexcept {
    return address_chars[static_cast<std::uint8_t>(c)];
}

}  // namespace

bool is_address_text(std::string_view text) noexcept {
    return !text.empty() && std::ranges::all_of(text, is_address_char);
}

std::optional<std::string_view> gramjs_address(std::span<const std::uint8_t> record) noexcept {
    if (record.size() < head_size || record[1] != 0 || record[2] > longest) return std::nullopt;
    const std::size_t length = record[2];
    if (record.size() != head_size + length + port_size + AuthKey::size) return std::nullopt;
    const std::string_view address = core::as_text(record.subspan(head_size, length));
    if (!is_address_text(address)) return std::nullopt;
    return address;
}

std::optional<std::string> packed_gramjs_address(std::span<const std::uint8_t> record) noexcept {
    if (record.size() < head_size || record[1] != 0 || (record[2] != 4 && record[2] != 16))
        return std::nullopt;
    const std::size_t length = record[2];
    if (record.size() != head_size + length + port_size + AuthKey::size) return std::nullopt;
    const auto address = record.subspan(head_size, length);
    if (is_address_text(core::as_text(address))) return std::nullopt;
    return raw_address(address);
}

void doubt_address(const Endpoint& endpoint, std::vector<Warning>& warnings) {
    const std::string& host = endpoint.host;
    if (core::parse_ipv4(host) || core::parse_ipv6(host)) return;
    const bool only_digits = host.find_first_not_of("0123456789.") == std::string::npos;
    if (core::is_host_name(host) && !only_digits) return;
    warnings.push_back(
        {"odd_address", fmt::format("the address \"{}\" is neither an IP address nor a host name", host)});
}

}  // namespace tgferry::formats
