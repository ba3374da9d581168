// What --force may remove.
#pragma once

#include <filesystem>

#include "formats/format.hpp"

namespace tgferry::convert {

/// Replacing removes what is there. So it must be a file, a link (not what it leads to) or a folder that
/// tgferry would have written; never a device, or a pipe that somebody waits at. Errors: exists.
[[nodiscard]] Result<void> check_replaceable(const std::filesystem::path& target,
                                             const formats::Format& format);

}  // namespace tgferry::convert
