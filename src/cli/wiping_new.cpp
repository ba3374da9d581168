// The program's operator new and delete: whatever C++ frees is overwritten, since a string, a list or a
// document may have held a key. The library does not do this to the programs of others; it wipes what it
// knows to be a key.
#include <cstdlib>
#include <new>

#include "core/wiping_memory.hpp"

void* operator new(std::size_t size) {
    if (void* memory = tgferry::core::wiping_allocate(size ? size : 1)) return memory;
    throw std::bad_alloc();
}
void* operator new[](std::size_t size) {
    return operator new(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return tgferry::core::wiping_allocate(size ? size : 1);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return tgferry::core::wiping_allocate(size ? size : 1);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    const auto step = static_cast<std::size_t>(alignment);
    if (void* memory = std::aligned_alloc(step, (size + step - 1) / step * step)) return memory;
    throw std::bad_alloc();
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
    return operator new(size, alignment);
}

void operator delete(void* memory) noexcept {
    tgferry::core::wiping_free(memory);
}
void operator delete[](void* memory) noexcept {
    tgferry::core::wiping_free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    tgferry::core::wiping_free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    tgferry::core::wiping_free(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
    tgferry::core::wiping_free(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
    tgferry::core::wiping_free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    tgferry::core::wiping_free(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
    tgferry::core::wiping_free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    tgferry::core::wiping_free(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
    tgferry::core::wiping_free(memory);
}
