#include "crypto/random.hpp"

#include <openssl/rand.h>

namespace tgferry::crypto {

Result<void> random_bytes(std::span<std::uint8_t> out) {
    if (RAND_priv_bytes_ex(nullptr, out.data(), out.size(), 0) == 1) return {};
    return fail(ErrorCode::internal, "the system's random generator gave nothing");
}

}  // namespace tgferry::crypto
