#include "io/list.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>

#include "io/file.hpp"

namespace tgferry::io {
namespace {

constexpr std::size_t max_names = 100'000;

struct Close {
    void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};
using Folder = std::unique_ptr<DIR, Close>;

/// Only the owner and root may leave the access time alone. (std::filesystem has no way to ask for it.)
Folder open_folder(const std::filesystem::path& path) {
    constexpr int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    int fd = ::open(path.c_str(), flags | O_NOATIME);
    if (fd < 0 && errno == EPERM) fd = ::open(path.c_str(), flags);
    if (fd < 0) return nullptr;
    Folder folder(::fdopendir(fd));
    if (!folder) ::close(fd);
    return folder;
}

bool is_regular(DIR* folder, const dirent& entry) {
    if (entry.d_type != DT_UNKNOWN && entry.d_type != DT_LNK) return entry.d_type == DT_REG;
    struct stat status{};
    return ::fstatat(::dirfd(folder), entry.d_name, &status, 0) == 0 && S_ISREG(status.st_mode);
}

bool is_sub_folder(DIR* folder, const dirent& entry) {
    if (std::string_view(entry.d_name) == "." || std::string_view(entry.d_name) == "..") return false;
    if (entry.d_type != DT_UNKNOWN) return entry.d_type == DT_DIR;
    struct stat status{};
    return ::fstatat(::dirfd(folder), entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISDIR(status.st_mode);
}

Result<std::vector<std::string>> list(const std::filesystem::path& path,
                                      bool (*wanted)(DIR*, const dirent&)) {
    const auto failed = [&path](int error) {
        return std::unexpected(Error{.code = ErrorCode::cannot_read,
                                     .message = "cannot list the folder: " + system_message(error),
                                     .file = path.string()});
    };
    const Folder folder = open_folder(path);
    if (!folder) return failed(errno);
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(folder.get())) {
        if (wanted(folder.get(), *entry)) names.emplace_back(entry->d_name);
        if (names.size() >= max_names) break;
        errno = 0;
    }
    if (errno != 0 && names.size() < max_names) return failed(errno);
    std::ranges::sort(names);
    return names;
}

}  // namespace

Result<std::vector<std::string>> list_files(const std::filesystem::path& path) {
    return list(path, is_regular);
}

Result<std::vector<std::string>> list_folders(const std::filesystem::path& path) {
    return list(path, is_sub_folder);
}

}  // namespace tgferry::io
