// AES-256 in CTR mode: a 128-bit big-endian counter.
#pragma once

#include <cstdint>
#include <span>

#include "crypto/digest.hpp"

namespace tgferry::crypto {

/// Encrypts or decrypts in place, which is the same. `key` has 32 bytes, `counter` 16: the value for the
/// first block.
void ctr_crypt(Bytes key, Bytes counter, std::span<std::uint8_t> data);

}  // namespace tgferry::crypto
