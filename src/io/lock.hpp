// Locks on files and folders themselves: no lock file is left anywhere, and a lock ends with its holder.
#pragma once

#include <filesystem>
#include <tgferry/result.hpp>

#include "io/file.hpp"

namespace tgferry::io {

/// Takes the lock (flock) of an open file or folder, at once or not at all. Two openings of one file exclude
/// each other, also within a process. True as well where the file system knows no locks, since nobody else
/// can then hold one.
[[nodiscard]] bool try_lock(const Descriptor& file) noexcept;

/// As try_lock, but true only where the lock is held: a file system that knows none says nothing.
[[nodiscard]] bool surely_lock(const Descriptor& file) noexcept;

/// What lies there, with its lock if that is free; nothing for a link, or what may not be read.
[[nodiscard]] Descriptor lock_if_possible(const std::filesystem::path& path);

/// Opens a folder and takes its lock, which ends when the descriptor goes. Errors: in_use (another process
/// changes the folder), cannot_read.
[[nodiscard]] Result<Descriptor> lock_folder(const std::filesystem::path& folder);

}  // namespace tgferry::io
