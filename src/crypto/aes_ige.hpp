// AES-256 in IGE mode, which MTProto and Telegram Desktop use and OpenSSL no longer offers.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace tgferry::crypto {

/// `iv`: the ciphertext block before the first, then the plaintext block before the first.
struct IgeKey {
    std::array<std::uint8_t, 32> key{};
    std::array<std::uint8_t, 32> iv{};

    IgeKey() = default;
    IgeKey(const IgeKey&) = delete;
    IgeKey& operator=(const IgeKey&) = delete;
    ~IgeKey();  ///< wipes both
};

/// In place. The size is a multiple of 16; what is left behind the last whole block is not touched.
void ige_encrypt(const IgeKey& key, std::span<std::uint8_t> data);
void ige_decrypt(const IgeKey& key, std::span<std::uint8_t> data);

}  // namespace tgferry::crypto
