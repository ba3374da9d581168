#include <tgferry/process.hpp>

#include "crypto/wiping.hpp"
#include "io/sqlite_wiping.hpp"

namespace tgferry {

bool wipe_buffers_of_libraries() noexcept {
    const bool openssl = crypto::wipe_freed_buffers();
    const bool sqlite = io::wipe_freed_sqlite_buffers();
    return openssl && sqlite;
}

}  // namespace tgferry
