// One consistent image of a SQLite file that other programs may be writing, without ever writing beside it.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <tgferry/result.hpp>
#include <tgferry/secret.hpp>

#include "core/budget.hpp"
#include "io/file.hpp"

namespace tgferry::io {

/// By the magic at the start of the file (SQLite file format, section 1.3.1).
[[nodiscard]] bool is_sqlite(std::span<const std::uint8_t> head) noexcept;

/// The database as its next reader would see it: under SQLite's own shared lock; with a hot journal rolled
/// back or a write-ahead log applied on a private copy.
///
/// A process that itself has the file open through SQLite should not call this for it: closing any descriptor
/// of a file drops all POSIX locks that the process holds on it.
///
/// Errors: in_use when a writer does not let go for two seconds; damaged; cannot_read; too_costly;
/// interrupted.
[[nodiscard]] Result<SecretBytes> read_sqlite_image(const Descriptor& file, const std::filesystem::path& path,
                                                    core::Budget& budget);

/// Whether somebody works on this database right now: holds a lock on it, or has its write-ahead log open.
/// False for what is no file that can be read.
[[nodiscard]] bool is_in_use(const std::filesystem::path& path);

/// The non-empty log or journal beside `path`: SQLite would apply it to whatever database lies there.
[[nodiscard]] std::optional<std::filesystem::path> log_beside(const std::filesystem::path& path);

/// Marks an image as one without a write-ahead log, since an image in memory cannot have one.
void clear_wal_mode(std::span<std::uint8_t> image) noexcept;

}  // namespace tgferry::io
