#include "crypto/hmac.hpp"

#include <openssl/hmac.h>

#include <new>

#include "crypto/algorithms.hpp"

namespace tgferry::crypto {

Sha256 hmac_sha256(Bytes key, Bytes message) {
    Sha256 out{};
    unsigned size = 0;
    const auto* done = HMAC(algorithms().sha256, key.data(), static_cast<int>(key.size()), message.data(),
                            message.size(), out.data(), &size);
    if (!done || size != out.size()) throw std::bad_alloc();
    return out;
}

}  // namespace tgferry::crypto
