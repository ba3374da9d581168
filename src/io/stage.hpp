// One finished file or folder on its way to its place.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <tgferry/result.hpp>
#include <tgferry/source.hpp>
#include <vector>

#include "io/file.hpp"

namespace tgferry::io {

class SyncList;

/// Whom a file belongs to, as the system numbers users and groups.
struct Owner {
    std::uint32_t user = 0;
    std::uint32_t group = 0;
    bool operator==(const Owner&) const = default;
};

/// A file that has no name yet where the system can have such; otherwise, as any folder, it lies under a
/// temporary name. Gone unless published; after a published replacement the temporary name holds the old
/// content, which is then removed or put back.
class Stage {
  public:
    explicit Stage(const std::filesystem::path& target);
    /// With the temporary name in another folder of the same file system.
    Stage(std::filesystem::path target, std::filesystem::path waiting_room);
    Stage(Stage&& other) noexcept;
    Stage& operator=(Stage&&) = delete;
    ~Stage();

    /// Mode 0600. Errors: cannot_write.
    [[nodiscard]] Result<void> build_file(std::span<const std::uint8_t> bytes);
    /// Modes 0700 and 0600, with sub-folders where names have them. Errors: cannot_write.
    [[nodiscard]] Result<void> build_folder(const FileMap& files);
    /// Everything that was built, to be put on the disk before it is published.
    void list(SyncList& list, std::size_t owner) const;
    /// Of a file. Errors: cannot_write, where only root may do that.
    [[nodiscard]] Result<void> give_to(Owner owner);
    /// Gives it its name in one step. Errors: exists, cannot_write.
    [[nodiscard]] Result<void> publish(bool replace);
    /// As far as possible: this is already the way out of a failure, whose error is the one to tell.
    /// False where the file system has lost what was there before.
    bool take_back();

    [[nodiscard]] const std::filesystem::path& target() const noexcept { return target_; }
    /// Whether a file with the same content lies at the target.
    [[nodiscard]] bool is_like_target() const;

  private:
    enum class State { waiting, placed, exchanged };
    /// 0, or the errno of what failed.
    [[nodiscard]] int open_file();
    [[nodiscard]] int give_temporary_name();
    [[nodiscard]] int place();
    [[nodiscard]] int exchange();
    /// A sub-folder of what is staged, and those above it.
    [[nodiscard]] int make_folders(const std::string& name);

    std::filesystem::path target_;
    std::filesystem::path waiting_room_;
    std::filesystem::path staged_;    ///< the temporary name; empty where it has none
    Descriptor opened_;               ///< the file or folder, locked
    Descriptor replaced_;             ///< the old one, locked while it bears the temporary name
    std::vector<std::string> parts_;  ///< of a folder: its files and sub-folders
    State state_ = State::waiting;
};

/// The folder that holds the path; "." for a bare name.
[[nodiscard]] std::filesystem::path folder_of(const std::filesystem::path& path);
/// Also of a link that leads nowhere.
[[nodiscard]] bool is_there(const std::filesystem::path& path);
/// Puts a folder's names on the disk. 0, or the errno of what failed.
[[nodiscard]] int sync_folder(const std::filesystem::path& path);
/// `exists` or cannot_write, with a hint, for an errno.
[[nodiscard]] std::unexpected<Error> unwritable(const std::filesystem::path& path, int error);

}  // namespace tgferry::io
