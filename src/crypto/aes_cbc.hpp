// AES in CBC mode with PKCS#7 padding.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <tgferry/secret.hpp>

namespace tgferry::crypto {

inline constexpr std::size_t aes_block = 16;
using CbcIv = std::array<std::uint8_t, aes_block>;

/// Whether a key of that many bytes is one: 16, 24 and 32 (AES-128, AES-192, AES-256).
[[nodiscard]] constexpr bool is_aes_key(std::size_t size) noexcept {
    return size == 16 || size == 24 || size == 32;
}

/// One to sixteen bytes longer than the text. The key must be one (is_aes_key).
[[nodiscard]] SecretBytes cbc_encrypt(std::span<const std::uint8_t> key, const CbcIv& iv,
                                      std::span<const std::uint8_t> plain);

/// Nothing where the padding at the end is none, which a wrong key gives 255 times out of 256, or the size is
/// no multiple of 16 above 0.
[[nodiscard]] std::optional<SecretBytes> cbc_decrypt(std::span<const std::uint8_t> key, const CbcIv& iv,
                                                     std::span<const std::uint8_t> data);

}  // namespace tgferry::crypto
