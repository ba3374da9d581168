// Memory that is overwritten when it is given back, for the allocators of others: C++'s own, SQLite's,
// OpenSSL's.
#pragma once

#include <cstddef>

namespace tgferry::core {

/// As std::malloc.
[[nodiscard]] void* wiping_allocate(std::size_t size) noexcept;
/// As std::realloc, but what is moved leaves nothing behind.
[[nodiscard]] void* wiping_resize(void* memory, std::size_t size) noexcept;
/// As std::free. `memory` may come from any of malloc's kin.
void wiping_free(void* memory) noexcept;
/// How many bytes the memory has; 0 for null.
[[nodiscard]] std::size_t wiping_size(void* memory) noexcept;

/// Overwrites what functions that have returned left on this thread's stack and in its registers, half a
/// megabyte deep; to be called where little else is on the stack: at a program's or a thread's end.
void forget_stack() noexcept;

}  // namespace tgferry::core
