#include "io/sqlite_wiping.hpp"

#include <sqlite3.h>

#include "core/wiping_memory.hpp"

namespace tgferry::io {
namespace {

void* allocate(int size) {
    return core::wiping_allocate(static_cast<std::size_t>(size));
}
void* resize(void* memory, int size) {
    return core::wiping_resize(memory, static_cast<std::size_t>(size));
}
int size_of(void* memory) {
    return static_cast<int>(core::wiping_size(memory));
}
int round_up(int size) {
    return (size + 7) & ~7;
}
int nothing_to_start(void*) {
    return SQLITE_OK;
}
void nothing_to_end(void*) {}

}  // namespace

bool wipe_freed_sqlite_buffers() noexcept {
    const sqlite3_mem_methods methods = {allocate, core::wiping_free, resize,         size_of,
                                         round_up, nothing_to_start,  nothing_to_end, nullptr};
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK;
}

}  // namespace tgferry::io
