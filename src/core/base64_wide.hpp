// Base64 with 32-byte vectors, for processors that have AVX2. Same results as the portable code, faster.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base64.hpp"

namespace tgferry::core::wide {

/// What one call did: whole blocks only, the rest is left to the portable code.
struct Decoded {
    std::size_t characters = 0;
    bool bad = false, standard = false, url = false;
};

[[nodiscard]] bool available() noexcept;
/// Stores 32 bytes for every 32 characters, of which 24 count: `out` needs 8 bytes of slack.
[[nodiscard]] Decoded decode(std::string_view text, std::uint8_t* out) noexcept;
/// Returns how many bytes were encoded, a multiple of 24; reads up to 4 bytes past a block, never past the
/// end.
[[nodiscard]] std::size_t encode(const std::uint8_t* bytes, std::size_t size, char* out,
                                 Alphabet alphabet) noexcept;

}  // namespace tgferry::core::wide
