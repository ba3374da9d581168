#include "io/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "core/budget.hpp"
#include "io/sqlite_image.hpp"
#include "io/terminal.hpp"

namespace tgferry::io {
namespace {

std::unexpected<Error> unreadable(const std::filesystem::path& path, std::string why, std::string hint = {}) {
    return std::unexpected(Error{.code = ErrorCode::cannot_read,
                                 .message = std::move(why),
                                 .file = path.string(),
                                 .hint = std::move(hint)});
}

std::string hint_for(int error) {
    switch (error) {
        case EACCES: return "run as the user that owns the session";
        case ENOENT:
        case ENOTDIR: return "check the path; a session string comes on standard input: tgferry ... - < FILE";
        default: return "";
    }
}

constexpr std::size_t longest_read = std::size_t{4} << 20;  ///< at once: a slow disk is not interrupted

/// Fills `out` from the descriptor; fewer bytes only at the end of the file. `go_on` is asked before each
/// part.
template <class GoOn>
Result<std::size_t> fill(int fd, std::span<std::uint8_t> out, GoOn go_on) {
    std::size_t done = 0;
    while (done < out.size()) {
        if (!go_on()) return fail(ErrorCode::interrupted, "interrupted");
        const ssize_t got = ::read(fd, out.data() + done, std::min(out.size() - done, longest_read));
        if (got == 0) break;
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got < 0) return fail(ErrorCode::cannot_read, "reading failed: " + system_message(errno));
        done += static_cast<std::size_t>(got);
    }
    return done;
}

}  // namespace

std::string system_message(int error) {
    return std::generic_category().message(error);
}

Descriptor::~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
}

Result<Descriptor> open_for_reading(const std::filesystem::path& path, std::size_t limit) {
    // O_NONBLOCK: opening a FIFO must not hang; it is refused below.
    constexpr int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    Descriptor file(::open(path.c_str(), flags | O_NOATIME));
    if (!file && errno == EPERM) file = Descriptor(::open(path.c_str(), flags));
    if (!file) {
        const int error = errno;
        return unreadable(path, "cannot open: " + system_message(error), hint_for(error));
    }
    struct stat status{};
    if (::fstat(file.get(), &status) != 0) return unreadable(path, system_message(errno));
    if (!S_ISREG(status.st_mode)) {
        return unreadable(path, "not a regular file", "pipe it in: tgferry ... - < FILE");
    }
    if (static_cast<std::size_t>(status.st_size) > limit) {
        return unreadable(path, "too large for a session (more than " + std::to_string(limit >> 20) + " MiB)",
                          "name the session itself");
    }
    return file;
}

Result<SecretBytes> read_all(const Descriptor& file, const std::filesystem::path& path,
                             core::Budget& budget) {
    struct stat status{};
    if (::fstat(file.get(), &status) != 0) return unreadable(path, system_message(errno));
    budget.grant(static_cast<std::size_t>(status.st_size));
    SecretBytes bytes(static_cast<std::size_t>(status.st_size), Unfilled{});
    if (::lseek(file.get(), 0, SEEK_SET) < 0) return unreadable(path, system_message(errno));
    auto got = fill(file.get(), bytes.edit(), [&] { return !budget.stopped(); });
    if (!got) return pass_on(std::move(got.error()), path.string());
    bytes.shrink(*got);
    return bytes;
}

Result<SecretBytes> read_file(const std::filesystem::path& path, std::size_t limit) {
    core::Budget budget;
    return read_file(path, budget, limit);
}

Result<SecretBytes> read_file(const std::filesystem::path& path, core::Budget& budget, std::size_t limit) {
    auto file = open_for_reading(path, limit);
    if (!file) return std::unexpected(std::move(file.error()));
    std::array<std::uint8_t, 16> head{};
    if (::pread(file->get(), head.data(), head.size(), 0) == 16 && is_sqlite(head)) {
        return read_sqlite_image(*file, path, budget);
    }
    return read_all(*file, path, budget);
}

Result<SecretBytes> read_stream(int fd, std::size_t limit) {
    // A file that the shell opened keeps its access time as well, where it is ours; for pipes this means
    // nothing.
    if (const int flags = ::fcntl(fd, F_GETFL); flags >= 0) (void)::fcntl(fd, F_SETFL, flags | O_NOATIME);
    SecretBytes bytes(4096, Unfilled{});
    std::size_t size = 0;
    while (true) {
        auto got =
            fill(fd, bytes.edit().subspan(size), [&] { return wait_for_input(fd) != Wait::interrupted; });
        if (!got) return std::unexpected(std::move(got.error()));
        size += *got;
        if (size < bytes.size()) break;
        if (size >= limit) return fail(ErrorCode::cannot_read, "the input is too large for a session");
        SecretBytes larger(size * 2, Unfilled{});
        std::memcpy(larger.edit().data(), bytes.view().data(), size);
        bytes = std::move(larger);
    }
    bytes.shrink(size);
    return bytes;
}

}  // namespace tgferry::io
