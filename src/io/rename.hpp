// Giving names: in one step where the file system can, and as near to that as can be where it cannot.
#pragma once

#include <filesystem>

#include "io/file.hpp"

namespace tgferry::io {

/// Each gives 0, or the errno of what failed.

/// Never in place of something: EEXIST.
[[nodiscard]] int rename_exclusive(const std::filesystem::path& from, const std::filesystem::path& to);
/// The two change places: EINVAL for a folder where the file system cannot.
[[nodiscard]] int rename_exchange(const std::filesystem::path& from, const std::filesystem::path& to);
/// Names an open file that has no name. Never in place of something: EEXIST.
[[nodiscard]] int name_file(const Descriptor& file, const std::filesystem::path& to);
/// Whether that is likely to work here: it takes /proc.
[[nodiscard]] bool can_name_files(const Descriptor& file);

}  // namespace tgferry::io
