// What lies in a folder, without touching its times where the system allows it.
#pragma once

#include <filesystem>
#include <string>
#include <tgferry/result.hpp>
#include <vector>

namespace tgferry::io {

/// Names of the regular files (and links to such) directly inside, sorted; at most so many that no folder of
/// a session has more. Errors: cannot_read.
[[nodiscard]] Result<std::vector<std::string>> list_files(const std::filesystem::path& folder);
/// The same of the folders directly inside; links are none.
[[nodiscard]] Result<std::vector<std::string>> list_folders(const std::filesystem::path& folder);

}  // namespace tgferry::io
