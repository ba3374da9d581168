// The database behind a probe, for readers that were named with --from.
#pragma once

#include "formats/probe.hpp"

namespace tgferry::formats {

/// Never null. Errors: damaged, also for an input that is no SQLite database; those of opening one.
[[nodiscard]] inline Result<const io::SqliteReader*> need_database(const Probe& probe) {
    if (const auto* db = probe.sqlite()) return db;
    if (probe.sqlite_error()) return std::unexpected(*probe.sqlite_error());
    return fail(ErrorCode::damaged, "not a SQLite database");
}

}  // namespace tgferry::formats
