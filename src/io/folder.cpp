#include "io/folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "io/file.hpp"

namespace tgferry::io {

namespace {

/// Whether a process, given as its folder in /proc, has `file` open, or one below `folder`.
bool has_open(const std::filesystem::path& process, const std::filesystem::path& folder,
              const std::filesystem::path& file) {
    std::error_code error;
    for (std::filesystem::directory_iterator open(process / "fd", error), end; !error && open != end;
         open.increment(error)) {
        std::error_code ignored;
        const auto target = std::filesystem::read_symlink(open->path(), ignored).string();
        if (target.empty()) continue;
        if (target == file.string() || target.starts_with(folder.string() + "/")) return true;
    }
    return false;
}

/// " (telegram-desktop)", or nothing.
std::string program_name(const std::filesystem::path& process) {
    std::error_code error;
    const auto program = std::filesystem::read_symlink(process / "exe", error);
    return error ? "" : " (" + program.filename().string() + ")";
}

}  // namespace

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

Result<void> check_unused(const std::filesystem::path& given, std::string_view beside) {
    std::error_code error;
    const auto folder = std::filesystem::canonical(given, error);
    if (error) return {};
    const auto file = beside.empty() ? std::filesystem::path() : folder.parent_path() / beside;
    for (std::filesystem::directory_iterator process("/proc", error), end; !error && process != end;
         process.increment(error)) {
        const std::string pid = process->path().filename().string();
        const bool is_process = pid.find_first_not_of("0123456789") == std::string::npos;
        if (!is_process || pid == std::to_string(::getpid()) || !has_open(process->path(), folder, file))
            continue;
        return std::unexpected(
            Error{.code = ErrorCode::in_use,
                  .message = "process " + pid + program_name(process->path()) + " uses the folder",
                  .file = given.string(),
                  .hint = "close that program first; it would write over the change"});
    }
    return {};
}

}  // namespace tgferry::io
