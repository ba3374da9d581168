#include "sweep/allocation.hpp"

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TGFERRY_SANITIZER_HOOKS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TGFERRY_SANITIZER_HOOKS 1
#endif
#endif

namespace {

std::atomic<std::ptrdiff_t> live{0};
std::atomic<std::ptrdiff_t> highest{0};

void add(std::size_t size) noexcept {
    const std::ptrdiff_t now =
        live.fetch_add(static_cast<std::ptrdiff_t>(size)) + static_cast<std::ptrdiff_t>(size);
    std::ptrdiff_t seen = highest.load();
    while (now > seen && !highest.compare_exchange_weak(seen, now)) {
    }
}
void subtract(std::size_t size) noexcept {
    live.fetch_sub(static_cast<std::ptrdiff_t>(size));
}

}  // namespace

#ifdef TGFERRY_SANITIZER_HOOKS

// From the sanitizers' allocator_interface.h, which GCC does not install.
extern "C" {
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void*, std::size_t),
                                              void (*on_free)(const volatile void*));
std::size_t __sanitizer_get_allocated_size(const volatile void* block);
}

namespace {
void on_malloc(const volatile void*, std::size_t size) {
    add(size);
}
void on_free(const volatile void* block) {
    if (block) subtract(__sanitizer_get_allocated_size(block));
}
const int installed = __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
}  // namespace

#elif defined(__GLIBC__)

// glibc's own allocator stands behind these names, so that a program may put its own in front.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);

#define EXPORTED __attribute__((visibility("default")))

inline void* counted(void* block) {
    add(malloc_usable_size(block));
    return block;
}

EXPORTED void* malloc(std::size_t size) noexcept {
    return counted(__libc_malloc(size));
}
EXPORTED void* calloc(std::size_t count, std::size_t size) noexcept {
    return counted(__libc_calloc(count, size));
}
EXPORTED void* realloc(void* block, std::size_t size) noexcept {
    const std::size_t before = malloc_usable_size(block);
    void* moved = __libc_realloc(block, size);
    if (moved || size == 0) subtract(before);
    return counted(moved);
}
EXPORTED void* memalign(std::size_t alignment, std::size_t size) noexcept {
    return counted(__libc_memalign(alignment, size));
}
EXPORTED void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
    return memalign(alignment, size);
}
EXPORTED int posix_memalign(void** out, std::size_t alignment, std::size_t size) noexcept {
    *out = memalign(alignment, size);
    return *out ? 0 : ENOMEM;
}
EXPORTED void free(void* block) noexcept {
    subtract(malloc_usable_size(block));
    __libc_free(block);
}
}

#else
#error "no way to count allocations on this system"
#endif

namespace tgferry::test {

namespace {
std::ptrdiff_t baseline = 0;
}

AllocationWatch::AllocationWatch() {
    baseline = live.load();
    highest = baseline;
}

std::size_t AllocationWatch::peak() const {
    return static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, highest.load() - baseline));
}

}  // namespace tgferry::test
