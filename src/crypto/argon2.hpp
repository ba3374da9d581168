// Argon2id (RFC 9106, version 1.3), by libargon2.
#pragma once

#include <cstdint>
#include <tgferry/secret.hpp>

#include "crypto/digest.hpp"

namespace tgferry::crypto {

struct Argon2Cost {
    std::uint32_t memory_kib = 0;
    std::uint32_t passes = 0;
    std::uint32_t lanes = 0;
    bool operator==(const Argon2Cost&) const = default;
};

/// In one thread, however many lanes. Takes the memory that `cost` names, so a stored cost is to be bounded
/// before. Errors: too_costly, where that memory is not to be had; damaged, for a cost that Argon2 knows none
/// of (less than one pass or lane, less than 8 KiB a lane) or a salt below 8 bytes.
[[nodiscard]] Result<SecretBytes> argon2id(Bytes password, Bytes salt, Argon2Cost cost, std::size_t size);

}  // namespace tgferry::crypto
