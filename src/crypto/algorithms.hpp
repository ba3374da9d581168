// The algorithms that this room fetches from OpenSSL, once for the process.
#pragma once

#include <openssl/evp.h>

namespace tgferry::crypto {

/// Null where OpenSSL's configuration offers none. Kept until the process ends.
struct Algorithms {
    EVP_MD* md5 = nullptr;
    EVP_MD* sha1 = nullptr;
    EVP_MD* sha256 = nullptr;
    EVP_MD* sha512 = nullptr;
    EVP_CIPHER* aes_128_cbc = nullptr;
    EVP_CIPHER* aes_192_cbc = nullptr;
    EVP_CIPHER* aes_256_cbc = nullptr;
    EVP_CIPHER* aes_256_ecb = nullptr;
    EVP_CIPHER* aes_256_ctr = nullptr;
};
[[nodiscard]] const Algorithms& algorithms() noexcept;

}  // namespace tgferry::crypto
