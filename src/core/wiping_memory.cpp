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

[[gnu::noinline]] void forget_stack() noexcept {
    std::array<std::byte, std::size_t{512} << 10> below;  // not initialised: it is what is there
    wipe(below.data(), below.size());
}

}  // namespace tgferry::core
