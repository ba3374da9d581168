#include "core/wiping_memory.hpp"

#include <malloc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <tgferry/secret.hpp>

namespace tgferry::core {

void* wiping_allocate(std::size_t size) noexcept {
    return std::malloc(size);
}

void* wiping_resize(void* memory, std::size_t size) noexcept {
    // realloc would move the bytes and leave the old ones, so the move is made here.
    void* moved = std::malloc(size);
    if (!moved || !memory) return moved;
    std::memcpy(moved, memory, std::min(size, wiping_size(memory)));
    wiping_free(memory);
    return moved;
}

void wiping_free(void* memory) noexcept {
    if (!memory) return;
    wipe(memory, wiping_size(memory));
    std::free(memory);
}

std::size_t wiping_size(void* memory) noexcept {
    return ::malloc_usable_size(memory);
}

namespace {

#if defined(__x86_64__)
[[gnu::target("avx")]] void forget_avx() noexcept {
    asm volatile("vzeroall" ::: "memory");
}
/// The sixteen that vzeroall leaves; copying in the C library goes through them.
[[gnu::target("avx512f")]] void forget_avx512() noexcept {
    asm volatile(
        "vpxorq %%zmm16, %%zmm16, %%zmm16\n vpxorq %%zmm17, %%zmm17, %%zmm17\n"
        "vpxorq %%zmm18, %%zmm18, %%zmm18\n vpxorq %%zmm19, %%zmm19, %%zmm19\n"
        "vpxorq %%zmm20, %%zmm20, %%zmm20\n vpxorq %%zmm21, %%zmm21, %%zmm21\n"
        "vpxorq %%zmm22, %%zmm22, %%zmm22\n vpxorq %%zmm23, %%zmm23, %%zmm23\n"
        "vpxorq %%zmm24, %%zmm24, %%zmm24\n vpxorq %%zmm25, %%zmm25, %%zmm25\n"
        "vpxorq %%zmm26, %%zmm26, %%zmm26\n vpxorq %%zmm27, %%zmm27, %%zmm27\n"
        "vpxorq %%zmm28, %%zmm28, %%zmm28\n vpxorq %%zmm29, %%zmm29, %%zmm29\n"
        "vpxorq %%zmm30, %%zmm30, %%zmm30\n vpxorq %%zmm31, %%zmm31, %%zmm31" ::
            : "memory");
}
#endif

/// Wide registers keep what was copied last, and the loader writes them to the stack where it looks up a
/// symbol late, which it does while a program ends.
void forget_registers() noexcept {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx")) forget_avx();
    if (__builtin_cpu_supports("avx512f")) forget_avx512();
#endif
}

}  // namespace

[[gnu::noinline]] void forget_stack() noexcept {
    std::array<std::byte, std::size_t{512} << 10> below;  // not initialised: it is what is there
    wipe(below.data(), below.size());
    forget_registers();
}

}  // namespace tgferry::core
