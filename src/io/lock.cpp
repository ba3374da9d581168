#include "io/lock.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

namespace tgferry::io {

bool try_lock(const Descriptor& file) noexcept {
    while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EINTR) return errno != EWOULDBLOCK;
    }
    return true;
}

bool surely_lock(const Descriptor& file) noexcept {
    while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EINTR) return false;
    }
    return true;
}

Descriptor lock_if_possible(const std::filesystem::path& path) {
    Descriptor opened(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (opened) (void)try_lock(opened);
    return opened;
}

Result<Descriptor> lock_folder(const std::filesystem::path& folder) {
    Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened) {
        return std::unexpected(Error{.code = ErrorCode::cannot_read,
                                     .message = "cannot open the folder: " + system_message(errno),
                                     .file = folder.string()});
    }
    if (try_lock(opened)) return opened;
    return std::unexpected(Error{.code = ErrorCode::in_use,
                                 .message = "another process changes the folder",
                                 .file = folder.string(),
                                 .hint = "wait until it is done, then try again"});
}

}  // namespace tgferry::io
