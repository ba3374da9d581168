#include "io/folder.hpp"

#include <sys/stat.h>

#include <cerrno>

#include "io/file.hpp"

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

}  // namespace tgferry::io
