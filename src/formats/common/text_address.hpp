// Addresses written as text inside binary records, and the one record that two libraries' strings share.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tgferry/session.hpp>
#include <vector>

namespace tgferry::formats {

/// Digits, letters, '.', ':' and '-': what IP addresses and host names are made of. Not empty.
[[nodiscard]] bool is_address_text(std::string_view text) noexcept;

/// The address of a GramJS record (dc u8 | length i16 BE | address text | port i16 BE | key 256); nothing for
/// any other record.
///
/// Telethon writes the same '1' in front of dc u8 | 4 or 16 raw bytes | port u16 BE | key, and the sizes
/// meet: a 14-character address makes 275 bytes, as IPv6 does. They are told apart by a zero byte, a length
/// of at most 100 that adds up to the record's size, and address text. A Telethon record that fits would hold
/// an IPv4 address in 0.0.0.0/8 or an IPv6 address that begins with 00, and no server has one. Both formats
/// ask this function, so a record belongs to one of them.
[[nodiscard]] std::optional<std::string_view> gramjs_address(std::span<const std::uint8_t> record) noexcept;

/// The same for a record that holds 4 or 16 raw bytes (an address that somebody packed) where the text should
/// be: its address as text.
[[nodiscard]] std::optional<std::string> packed_gramjs_address(std::span<const std::uint8_t> record) noexcept;

/// A warning where the address is neither an IP address nor a host name.
void doubt_address(const Endpoint& endpoint, std::vector<Warning>& warnings);

}  // namespace tgferry::formats
