// What --force may remove.
#pragma once

#include <filesystem>
#include <optional>
#include <span>

#include "formats/format.hpp"
#include "io/folder.hpp"

namespace tgferry::convert {

/// Replacing removes what is there. So it must be a file, a link (not what it leads to) or a folder that
/// tgferry would have written; never a device, or a pipe that somebody waits at. Errors: exists.
[[nodiscard]] Result<void> check_replaceable(const std::filesystem::path& target,
                                             const formats::Format& format);

/// What stands at the target and is to be replaced. A folder is held against other runs, and must be as it
/// was when it goes.
class Replaced {
  public:
    /// Errors: those of check_replaceable(), in_use.
    [[nodiscard]] static Result<Replaced> take(const std::filesystem::path& target,
                                               const formats::Format& format);
    /// To be asked just before the target is replaced. Errors: in_use, exists.
    [[nodiscard]] Result<void> check_again() const;
    [[nodiscard]] std::span<const Warning> warnings() const;

  private:
    std::filesystem::path target_{};
    bool appears_ = false;  ///< a folder is to come where nothing was
    std::optional<io::FolderHold> hold_{};
    io::FolderState state_{};
};

}  // namespace tgferry::convert
