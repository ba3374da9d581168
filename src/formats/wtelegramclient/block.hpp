// One encrypted block: IV (16) | AES-CBC of SHA-256(json) (32) | json (UTF-8) | PKCS#7 padding.
//
// The key is the API hash itself (16 bytes, AES-128) or the session_key of the program (16, 24 or 32 bytes).
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <tgferry/secret.hpp>

#include "crypto/aes_cbc.hpp"

namespace tgferry::formats::wtelegramclient {

/// The JSON. Nothing where the key does not open the block, or the block is damaged: that is not told apart.
[[nodiscard]] std::optional<SecretText> open_block(std::span<const std::uint8_t> block,
                                                   std::span<const std::uint8_t> key);

[[nodiscard]] SecretBytes seal_block(std::string_view json, std::span<const std::uint8_t> key,
                                     const crypto::CbcIv& iv);

}  // namespace tgferry::formats::wtelegramclient
