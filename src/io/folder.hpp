// Folders for outputs, and folders that other programs live in.
#pragma once

#include <filesystem>
#include <string_view>
#include <tgferry/result.hpp>

namespace tgferry::io {

/// Makes the folder (mode 0700) unless it is there; true where it was not.
/// Errors: cannot_write, exists where a file has that name.
[[nodiscard]] Result<bool> make_private_folder(const std::filesystem::path& path);

/// Fails with in_use where another process has a file in the folder open, or the file `beside` it (as far as
/// the system shows them to this user).
[[nodiscard]] Result<void> check_unused(const std::filesystem::path& folder, std::string_view beside = {});

}  // namespace tgferry::io
