// Addresses as raw bytes in records: IPv4 in 4, IPv6 in 16.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace tgferry::formats {

/// `bytes` are 4 or 16. Nothing for all zeros: MTGo writes them where it knows no address, and nobody can
/// connect there.
[[nodiscard]] std::optional<std::string> raw_address(std::span<const std::uint8_t> bytes);

}  // namespace tgferry::formats
