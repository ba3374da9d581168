#include "io/folder.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace tgferry::io {

Result<bool> make_private_folder(const std::filesystem::path& path) {
    if (::mkdir(path.c_str(), 0700) == 0) return true;
    const int error = errno;
    std::error_code ignored;
    if (error == EEXIST && std::filesystem::is_directory(path, ignored)) return false;
    return std::unexpected(Error{.code = error == EEXIST ? ErrorCode::exists : ErrorCode::cannot_write,
                                 .message = "cannot make the folder: " + system_message(error),
                                 .file = path.string(),
                                 .hint = "several outputs need a folder: -o FOLDER"});
}

FolderState FolderState::of(const std::filesystem::path& folder) {
    FolderState out;
    const auto add = [&](const std::filesystem::path& path) {
        struct stat s{};
        if (::lstat(path.c_str(), &s) != 0) return;
        out.entries_.insert_or_assign(
            path.lexically_relative(folder).string(),
            fmt::format("{} {} {} {}.{:09} {}.{:09}", s.st_dev, s.st_ino, s.st_size, s.st_mtim.tv_sec,
                        s.st_mtim.tv_nsec, s.st_ctim.tv_sec, s.st_ctim.tv_nsec));
    };
    std::error_code error;
    add(folder);
    for (std::filesystem::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        add(entry->path());
    }
    return out;
}

std::unexpected<Error> changed_meanwhile(const std::filesystem::path& path) {
    return std::unexpected(Error{.code = ErrorCode::in_use,
                                 .message = "it was changed meanwhile by another program",
                                 .file = path.string(),
                                 .hint = "close that program, then try again"});
}

}  // namespace tgferry::io
