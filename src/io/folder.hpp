// Folders for outputs, and folders that other programs live in.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <tgferry/result.hpp>
#include <vector>

#include "io/file.hpp"

namespace tgferry::io {

/// Makes the folder (mode 0700) unless it is there; true where it was not.
/// Errors: cannot_write, exists where a file has that name.
[[nodiscard]] Result<bool> make_private_folder(const std::filesystem::path& path);

/// What could not be seen of who uses a folder.
struct Unseen {
    std::string
        reason{};  ///< why a program that uses it may have been missed; empty: it would have been seen
    std::vector<std::string> closed{};  ///< processes of this user that show nobody what they have open
};

/// Looks through the processes of the system. Fails with in_use where another one has a file in the folder
/// open, or the file `beside` it.
[[nodiscard]] Result<Unseen> check_unused(const std::filesystem::path& folder, std::string_view beside = {});

/// A folder that is being changed: no second run of this program changes it meanwhile. The lock is one on the
/// folder itself (flock), leaves nothing in it, and ends with this object or the process.
class FolderHold {
  public:
    /// Also checks that nobody uses the folder. What cannot be seen or locked is refused; where
    /// `known_unused` says that the caller knows better, it is a warning. Errors: in_use, cannot_read.
    [[nodiscard]] static Result<FolderHold> take(const std::filesystem::path& folder, std::string_view beside,
                                                 bool known_unused);
    /// To be asked just before the change: the folder is still the same one, and nobody has begun to use it.
    /// Errors: in_use.
    [[nodiscard]] Result<void> check_again() const;
    [[nodiscard]] const std::vector<Warning>& warnings() const noexcept { return warnings_; }

  private:
    FolderHold(std::filesystem::path folder, std::string beside, Descriptor descriptor)
        : folder_(std::move(folder)), beside_(std::move(beside)), descriptor_(std::move(descriptor)) {}
    [[nodiscard]] Result<void> lock(bool known_unused);

    std::filesystem::path folder_;
    std::string beside_;
    Descriptor descriptor_;
    std::vector<Warning> warnings_{};
};

/// Everything in a folder, as far as the system tells without opening it: equal where nothing was changed.
class FolderState {
  public:
    [[nodiscard]] static FolderState of(const std::filesystem::path& folder);
    bool operator==(const FolderState&) const = default;

  private:
    std::map<std::string, std::string> entries_{};  ///< relative name to inode, size and times
};

/// in_use: what was looked at is no longer so.
[[nodiscard]] std::unexpected<Error> changed_meanwhile(const std::filesystem::path& path);

}  // namespace tgferry::io
