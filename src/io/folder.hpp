// Folders for outputs.
#pragma once

#include <filesystem>
#include <tgferry/result.hpp>

namespace tgferry::io {

/// Makes the folder (mode 0700) unless it is there; true where it was not.
/// Errors: cannot_write, exists where a file has that name.
[[nodiscard]] Result<bool> make_private_folder(const std::filesystem::path& path);

}  // namespace tgferry::io
