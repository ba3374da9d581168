// Files as the rest of the library sees them: read whole, without touching their times.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <tgferry/result.hpp>
#include <tgferry/secret.hpp>

namespace tgferry::core {
class Budget;
}

namespace tgferry::io {

/// The largest file that is read at all; session files are kilobytes, large ones tens of megabytes.
inline constexpr std::size_t max_file_size = std::size_t{512} << 20;

/// Owns a file descriptor.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int fd) noexcept : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor();
    [[nodiscard]] int get() const noexcept { return fd_; }
    [[nodiscard]] explicit operator bool() const noexcept { return fd_ >= 0; }

  private:
    int fd_ = -1;
};

/// Opens a regular file for reading, leaving its access time alone where the system allows it.
/// Errors: cannot_read, also where the file is larger than `limit` bytes.
[[nodiscard]] Result<Descriptor> open_for_reading(const std::filesystem::path& path,
                                                  std::size_t limit = max_file_size);

/// From the start to the end of an open file, whose bytes are granted to the budget. Errors: cannot_read,
/// interrupted.
[[nodiscard]] Result<SecretBytes> read_all(const Descriptor& file, const std::filesystem::path& path,
                                           core::Budget& budget);

/// Opens and reads. A SQLite database is taken whole and consistent (see sqlite_image.hpp).
[[nodiscard]] Result<SecretBytes> read_file(const std::filesystem::path& path,
                                            std::size_t limit = max_file_size);
[[nodiscard]] Result<SecretBytes> read_file(const std::filesystem::path& path, core::Budget& budget,
                                            std::size_t limit = max_file_size);

/// Everything that comes from a pipe or terminal. Errors: cannot_read (also past `limit` bytes), interrupted.
[[nodiscard]] Result<SecretBytes> read_stream(int fd, std::size_t limit = max_file_size);

/// "No such file or directory" and kin, for messages.
[[nodiscard]] std::string system_message(int error);

}  // namespace tgferry::io
