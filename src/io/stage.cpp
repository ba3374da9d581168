#include "io/stage.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "io/file.hpp"

namespace tgferry::io {
namespace {

namespace fs = std::filesystem;

std::string hint_for(int error) {
    switch (error) {
        case ENOSPC:
        case EDQUOT: return "free some space, then try again";
        case ENOENT:
        case ENOTDIR: return "make the folder first";
        case EACCES:
        case EPERM:
        case EROFS: return "choose a folder that you may write to";
        case EINVAL: return "this file system cannot replace a folder in one step; choose another name";
        default: return "";
    }
}

/// Where the file system cannot refuse to replace, as near to that as can be.
int rename_exclusive(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return errno;
    if (is_there(to)) return EEXIST;
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

/// For a file system that cannot exchange. `to` is the old file or the new one at every moment; `from` gets
/// the old one where links are to be had.
int replace_file(const fs::path& from, const fs::path& to) {
    const fs::path aside = from.string() + ".old";
    const bool kept = ::link(to.c_str(), aside.c_str()) == 0;
    if (::rename(from.c_str(), to.c_str()) != 0) {
        const int error = errno;
        if (kept) (void)::unlink(aside.c_str());
        return error;
    }
    if (kept) (void)::rename(aside.c_str(), from.c_str());
    return 0;
}

/// A folder can only be replaced in one step by an exchange: EINVAL where the file system has none.
int rename_exchange(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE) == 0) return 0;
    const int error = errno;
    if (error != EINVAL && error != ENOSYS) return error;
    struct stat status{};
    const bool folder = ::lstat(to.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
    return folder ? EINVAL : replace_file(from, to);
}

}  // namespace

fs::path folder_of(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

bool is_there(const fs::path& path) {
    struct stat status{};
    return ::lstat(path.c_str(), &status) == 0;
}

int sync_folder(const fs::path& path) {
    const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return folder && ::fsync(folder.get()) == 0 ? 0 : errno;
}

std::unexpected<Error> unwritable(const fs::path& path, int error) {
    if (error == EEXIST) {
        return std::unexpected(Error{.code = ErrorCode::exists,
                                     .message = "the target exists",
                                     .file = path.string(),
                                     .hint = "choose another name, or replace it with --force"});
    }
    return std::unexpected(Error{.code = ErrorCode::cannot_write,
                                 .message = "cannot write: " + system_message(error),
                                 .file = path.string(),
                                 .hint = hint_for(error)});
}

Stage::Stage(const fs::path& target) : Stage(target, folder_of(target)) {}

Stage::Stage(fs::path target, fs::path waiting_room)
    : target_(std::move(target)), waiting_room_(std::move(waiting_room)) {}

Stage::Stage(Stage&& other) noexcept
    : target_(std::move(other.target_)),
      waiting_room_(std::move(other.waiting_room_)),
      staged_(std::exchange(other.staged_, {})),
      state_(std::exchange(other.state_, State::waiting)) {}

Stage::~Stage() {
    std::error_code ignored;
    if (!staged_.empty() && state_ != State::placed) fs::remove_all(staged_, ignored);
}

Result<void> Stage::build_file(std::span<const std::uint8_t> bytes) {
    std::string name = template_name();
    const Descriptor file(::mkostemp(name.data(), O_CLOEXEC));  // mode 0600
    if (!file) return unwritable(target_, errno);
    staged_ = name;
    if (const int error = write_and_sync(file, bytes)) return unwritable(target_, error);
    return {};
}

Result<void> Stage::build_folder(const FileMap& files) {
    std::string folder = template_name();
    if (!::mkdtemp(folder.data())) return unwritable(target_, errno);  // mode 0700
    staged_ = folder;
    std::set<fs::path> folders = {staged_};
    for (const auto& [name, bytes] : files) {
        const fs::path path = staged_ / name;
        if (folders.insert(path.parent_path()).second) {
            auto made = make_folders(path.parent_path());
            if (!made) return made;
        }
        const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (const int error = file ? write_and_sync(file, bytes.view()) : errno) {
            return unwritable(target_ / name, error);
        }
    }
    for (const fs::path& made : folders) {
        if (const int error = sync_folder(made)) return unwritable(target_, error);
    }
    return {};
}

Result<void> Stage::give_to(Owner owner) {
    if (::lchown(staged_.c_str(), owner.user, owner.group) == 0) return {};
    return unwritable(target_, errno);
}

Result<void> Stage::publish(bool replace) {
    const bool exchange = replace && is_there(target_);
    const int error = exchange ? rename_exchange(staged_, target_) : rename_exclusive(staged_, target_);
    if (error) return unwritable(target_, error);
    state_ = exchange ? State::exchanged : State::placed;
    return {};
}

void Stage::take_back() {
    if (state_ == State::exchanged) (void)rename_exchange(staged_, target_);
    if (state_ == State::placed) (void)rename_exclusive(target_, staged_);
    state_ = State::waiting;
}

Result<void> Stage::make_folders(const fs::path& path) {
    if (path == staged_) return {};
    auto above = make_folders(path.parent_path());
    if (!above) return above;
    if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return {};
    return unwritable(target_, errno);
}

/// Not made from the target's name, which may be as long as the file system allows.
std::string Stage::template_name() const {
    return (waiting_room_ / ".tgferry.XXXXXX").string();
}

}  // namespace tgferry::io
