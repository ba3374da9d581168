// SQLite's buffers, overwritten when they are freed: pages, rows and statements hold keys.
#pragma once

namespace tgferry::io {

/// For the whole process, from now on. False where SQLite has been used already.
[[nodiscard]] bool wipe_freed_sqlite_buffers() noexcept;

}  // namespace tgferry::io
