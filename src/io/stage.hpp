// One finished file or folder on its way to its place.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <tgferry/result.hpp>
#include <tgferry/source.hpp>

namespace tgferry::io {

/// Whom a file belongs to, as the system numbers users and groups.
struct Owner {
    std::uint32_t user = 0;
    std::uint32_t group = 0;
    bool operator==(const Owner&) const = default;
};

/// A file or folder under a temporary name beside its target. Removed unless published; after a published
/// replacement the temporary name holds the old content, which is then removed or put back.
class Stage {
  public:
    explicit Stage(const std::filesystem::path& target);
    /// With the temporary name in another folder of the same file system.
    Stage(std::filesystem::path target, std::filesystem::path waiting_room);
    Stage(Stage&& other) noexcept;
    Stage& operator=(Stage&&) = delete;
    ~Stage();

    /// Mode 0600, synced. Errors: cannot_write.
    [[nodiscard]] Result<void> build_file(std::span<const std::uint8_t> bytes);
    /// Modes 0700 and 0600, with sub-folders where names have them, synced. Errors: cannot_write.
    [[nodiscard]] Result<void> build_folder(const FileMap& files);
    /// Errors: cannot_write, where only root may do that.
    [[nodiscard]] Result<void> give_to(Owner owner);
    /// Gives it its name in one step. Errors: exists, cannot_write.
    [[nodiscard]] Result<void> publish(bool replace);
    /// As far as possible: this is already the way out of a failure, whose error is the one to tell.
    void take_back();

  private:
    enum class State { waiting, placed, exchanged };
    /// A sub-folder of what is staged, and those above it.
    [[nodiscard]] Result<void> make_folders(const std::filesystem::path& path);
    [[nodiscard]] std::string template_name() const;

    std::filesystem::path target_;
    std::filesystem::path waiting_room_;
    std::filesystem::path staged_;
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
