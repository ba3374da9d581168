// Folders for outputs, and folders that other programs live in.
#pragma once

#include <filesystem>
#include <tgferry/result.hpp>

namespace tgferry::io {

/// Makes the folder (mode 0700) unless it is there; true where it was not.
/// Errors: cannot_write, exists where a file has that name.
[[nodiscard]] Result<bool> make_private_folder(const std::filesystem::path& path);

/// Fails with in_use where another process has files in the folder open (as far as the system shows them to
/// this user).
[[nodiscard]] Result<void> check_unused(const std::filesystem::path& folder);

}  // namespace tgferry::io
