// Base64 with 32-byte vectors, for processors that have AVX2. Same results as the portable code, faster.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/base64.hpp"

namespace tgferry::core::wide {

/// What the characters were.
struct Decoded {
    bool bad = false, standard = false, url = false;
};

[[nodiscard]] bool available() noexcept;
/// Stores 32 bytes for every 32 characters begun, of which 24 count.
[[nodiscard]] Decoded decode(std::string_view text, std::uint8_t* out) noexcept;
/// Stores 32 characters for every 24 bytes begun. Never reads past the end.
void encode(std::span<const std::uint8_t> bytes, char* out, Alphabet alphabet) noexcept;

}  // namespace tgferry::core::wide
