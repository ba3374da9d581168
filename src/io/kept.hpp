// The source survives: no output may come over it or into it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <tgferry/result.hpp>
#include <utility>

namespace tgferry::io {

/// Files and folders that a run reads, known by device and inode: links lead nowhere else.
class Kept {
  public:
    /// Nothing where there is no such file.
    void add(const std::filesystem::path& path);
    /// A file that the shell opened for this run.
    void add_stream(int fd, const std::filesystem::path& name);
    [[nodiscard]] bool empty() const noexcept { return places_.empty(); }

    /// Whether writing to `target` leaves all of them alone. It need not be there, nor the folders above it.
    /// With `whole` the target is a folder that is replaced as a whole, so none of them may lie in it either.
    /// Errors: exists (it is a source), cannot_write (it lies in one, or one in it).
    [[nodiscard]] Result<void> check(const std::filesystem::path& target, bool whole = false) const;

  private:
    using Id = std::pair<std::uint64_t, std::uint64_t>;
    struct Place {
        bool folder = false;
        std::filesystem::path given{};
    };
    [[nodiscard]] const Place* find(const std::filesystem::path& path) const;
    /// The kept folder that `path` lies in.
    [[nodiscard]] const Place* above(const std::filesystem::path& path) const;

    std::map<Id, Place> places_;
};

}  // namespace tgferry::io
