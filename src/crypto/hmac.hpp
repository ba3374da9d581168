// HMAC (RFC 2104).
#pragma once

#include "crypto/digest.hpp"

namespace tgferry::crypto {

[[nodiscard]] Sha256 hmac_sha256(Bytes key, Bytes message);

}  // namespace tgferry::crypto
