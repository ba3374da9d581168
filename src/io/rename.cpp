#include "io/rename.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>

#include "io/stage.hpp"
#include "io/temporary.hpp"

namespace tgferry::io {
namespace {

namespace fs = std::filesystem;

std::string name_in_proc(const Descriptor& file) {
    return "/proc/self/fd/" + std::to_string(file.get());
}

/// For a file system that cannot exchange. `to` is the old file or the new one at every moment; `from` gets
/// the old one where links are to be had.
int replace_file(const fs::path& from, const fs::path& to) {
    const fs::path aside = temporary_name(from.parent_path());
    const bool kept = ::link(to.c_str(), aside.c_str()) == 0;
    if (::rename(from.c_str(), to.c_str()) != 0) {
        const int error = errno;
        if (kept) (void)::unlink(aside.c_str());
        return error;
    }
    if (kept) (void)::rename(aside.c_str(), from.c_str());
    return 0;
}

}  // namespace

int rename_exclusive(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return errno;
    if (is_there(to)) return EEXIST;
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

int rename_exchange(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE) == 0) return 0;
    const int error = errno;
    if (error != EINVAL && error != ENOSYS) return error;
    struct stat status{};
    const bool folder = ::lstat(to.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
    return folder ? EINVAL : replace_file(from, to);
}

int name_file(const Descriptor& file, const fs::path& to) {
    return ::linkat(AT_FDCWD, name_in_proc(file).c_str(), AT_FDCWD, to.c_str(), AT_SYMLINK_FOLLOW) == 0
               ? 0
               : errno;
}

bool can_name_files(const Descriptor& file) {
    return ::access(name_in_proc(file).c_str(), F_OK) == 0;
}

}  // namespace tgferry::io
