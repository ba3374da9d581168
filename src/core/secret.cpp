#include <algorithm>
#include <cstring>
#include <tgferry/secret.hpp>

namespace tgferry {

void wipe(void* data, std::size_t size) noexcept {
    if (size == 0) return;
    std::memset(data, 0, size);
    // The compiler must assume that this reads the memory, so the memset above stays.
    asm volatile("" : : "r"(data) : "memory");
}

bool equal_constant_time(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) noexcept {
    if (a.size() != b.size()) return false;
    std::uint8_t difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
    return difference == 0;
}

Result<AuthKey> AuthKey::from(std::span<const std::uint8_t> bytes) {
    if (bytes.empty()) {
        return fail(ErrorCode::not_logged_in, "the session holds no auth key",
                    "log in with the library that made it, then convert again");
    }
    if (bytes.size() != size) {
        return fail(ErrorCode::damaged,
                    "the auth key has " + std::to_string(bytes.size()) + " bytes, not 256");
    }
    std::uint8_t any = 0;
    for (const std::uint8_t byte : bytes) any = static_cast<std::uint8_t>(any | byte);
    if (any == 0) {
        return fail(ErrorCode::not_logged_in, "the auth key is all zeros, which means \"none\"",
                    "log in with the library that made it, then convert again");
    }
    return AuthKey(SecretBytes(bytes));
}

}  // namespace tgferry
