// PBKDF2 (RFC 8018) with HMAC.
#pragma once

#include <cstdint>
#include <span>
#include <tgferry/secret.hpp>

#include "crypto/digest.hpp"

namespace tgferry::crypto {

/// Blocks of the output (64 bytes each) are computed in parallel threads where there are cores and the
/// iterations are worth it.
[[nodiscard]] SecretBytes pbkdf2_sha512(Bytes password, Bytes salt, std::uint32_t iterations,
                                        std::size_t size);

/// In one thread.
[[nodiscard]] SecretBytes pbkdf2_sha256(Bytes password, Bytes salt, std::uint32_t iterations,
                                        std::size_t size);
[[nodiscard]] SecretBytes pbkdf2_sha1(Bytes password, Bytes salt, std::uint32_t iterations, std::size_t size);

}  // namespace tgferry::crypto
