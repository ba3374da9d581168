#include "io/parents.hpp"

#include <sys/stat.h>

#include <cerrno>

#include "io/file.hpp"
#include "io/stage.hpp"

namespace tgferry::io {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> not_made(const fs::path& path, int error) {
    const bool file = error == EEXIST || error == ENOTDIR;
    return std::unexpected(Error{.code = file ? ErrorCode::exists : ErrorCode::cannot_write,
                                 .message = "cannot make the folder: " + system_message(error),
                                 .file = path.string(),
                                 .hint = file ? "a file has that name; choose another folder: -o FOLDER"
                                              : "choose a folder that you may write to"});
}

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

}  // namespace

Parents::~Parents() {
    std::error_code ignored;
    for (auto folder = made_.rbegin(); folder != made_.rend(); ++folder) fs::remove(*folder, ignored);
}

Result<void> Parents::make(const fs::path& given) {
    const fs::path folder = given.has_filename() ? given : given.parent_path();  // "out/" means "out"
    if (folder.empty() || is_folder(folder)) return {};
    if (folder.has_parent_path() && folder.parent_path() != folder) {
        auto above = make(folder.parent_path());
        if (!above) return above;
    }
    if (::mkdir(folder.c_str(), 0700) != 0) {
        const int error = errno;
        if (error == EEXIST && is_folder(folder)) return {};  // another run was faster
        return not_made(folder, error);
    }
    made_.push_back(folder);
    if (const int error = sync_folder(folder_of(folder))) return unwritable(folder, error);
    return {};
}

}  // namespace tgferry::io
