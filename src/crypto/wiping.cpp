#include "crypto/wiping.hpp"

#include <openssl/crypto.h>

#include "core/wiping_memory.hpp"

namespace tgferry::crypto {
namespace {

void* allocate(std::size_t size, const char*, int) {
    return core::wiping_allocate(size);
}
void* resize(void* memory, std::size_t size, const char*, int) {
    if (size != 0) return core::wiping_resize(memory, size);
    core::wiping_free(memory);
    return nullptr;
}
void release(void* memory, const char*, int) {
    core::wiping_free(memory);
}

}  // namespace

bool wipe_freed_buffers() noexcept {
    return CRYPTO_set_mem_functions(allocate, resize, release) == 1;
}

}  // namespace tgferry::crypto
