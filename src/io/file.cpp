#include "io/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

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

enum class Kind { file, stream };

/// Fills `out` from the descriptor; fewer bytes only at the end of the file. Only a stream is worth waiting
/// for.
Result<std::size_t> fill(int fd, std::span<std::uint8_t> out, Kind kind) {
    std::size_t done = 0;
    while (done < out.size()) {
        if (kind == Kind::stream && wait_for_input(fd) == Wait::interrupted)
            return fail(ErrorCode::interrupted, "interrupted");
        const ssize_t got = ::read(fd, out.data() + done, out.size() - done);
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

Result<Descriptor> open_for_reading(const std::filesystem::path& path) {
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
    if (static_cast<std::size_t>(status.st_size) > max_file_size) {
        return unreadable(path, "too large for a session (more than 512 MiB)", "name the session itself");
    }
    return file;
}

Result<SecretBytes> read_all(const Descriptor& file, const std::filesystem::path& path) {
    struct stat status{};
    if (::fstat(file.get(), &status) != 0) return unreadable(path, system_message(errno));
    SecretBytes bytes(static_cast<std::size_t>(status.st_size));
    if (::lseek(file.get(), 0, SEEK_SET) < 0) return unreadable(path, system_message(errno));
    auto got = fill(file.get(), bytes.edit(), Kind::file);
    if (!got) return pass_on(std::move(got.error()), path.string());
    bytes.shrink(*got);
    return bytes;
}

Result<SecretBytes> read_file(const std::filesystem::path& path) {
    auto file = open_for_reading(path);
    if (!file) return std::unexpected(std::move(file.error()));
    std::array<std::uint8_t, 16> head{};
    if (::pread(file->get(), head.data(), head.size(), 0) == 16 && is_sqlite(head)) {
        return read_sqlite_image(*file, path);
    }
    return read_all(*file, path);
}

Result<SecretBytes> read_stream(int fd, std::size_t limit) {
    // A file that the shell opened keeps its access time as well, where it is ours; for pipes this means
    // nothing.
    if (const int flags = ::fcntl(fd, F_GETFL); flags >= 0) (void)::fcntl(fd, F_SETFL, flags | O_NOATIME);
    SecretBytes bytes(4096);
    std::size_t size = 0;
    while (true) {
        auto got = fill(fd, bytes.edit().subspan(size), Kind::stream);
        if (!got) return std::unexpected(std::move(got.error()));
        size += *got;
        if (size < bytes.size()) break;
        if (size >= limit) return fail(ErrorCode::cannot_read, "the input is too large for a session");
        SecretBytes larger(size * 2);
        std::memcpy(larger.edit().data(), bytes.view().data(), size);
        bytes = std::move(larger);
    }
    bytes.shrink(size);
    return bytes;
}

int write_and_sync(const Descriptor& file, std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t put = ::write(file.get(), bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return errno;
        bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
    return ::fsync(file.get()) == 0 ? 0 : errno;
}

Result<void> write_new_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    const int error = file ? write_and_sync(file, bytes) : errno;
    if (error == 0) return {};
    return std::unexpected(Error{.code = error == EEXIST ? ErrorCode::exists : ErrorCode::cannot_write,
                                 .message = "cannot write: " + system_message(error),
                                 .file = path.string()});
}

Result<PrivateFolder> PrivateFolder::make() {
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    const char* temporary = std::getenv("TMPDIR");
    for (const char* parent : {runtime, "/dev/shm", temporary, "/tmp"}) {
        if (!parent || !*parent) continue;
        std::string name = std::string(parent) + "/tgferry-XXXXXX";
        if (::mkdtemp(name.data())) return PrivateFolder(name);
    }
    return fail(ErrorCode::cannot_read, "no place for a private copy of the database",
                "set TMPDIR to a folder that can be written");
}

PrivateFolder::~PrivateFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace tgferry::io
