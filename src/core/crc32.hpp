// CRC-32 as zlib, PNG and Ethernet have it: polynomial 04c11db7 reflected, all ones in and out.
#pragma once

#include <cstdint>
#include <span>

namespace tgferry::core {

[[nodiscard]] std::uint32_t crc32(std::span<const std::uint8_t> bytes) noexcept;

}  // namespace tgferry::core
