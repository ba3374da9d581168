#include "io/stage.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <set>

#include "core/budget.hpp"
#include "io/lock.hpp"
#include "io/rename.hpp"
#include "io/sync.hpp"
#include "io/temporary.hpp"
#include "io/terminal.hpp"
#include "io/write_all.hpp"

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

bool is_same_file(const Descriptor& opened, const fs::path& path) {
    struct stat here{}, there{};
    return ::fstat(opened.get(), &here) == 0 && ::lstat(path.c_str(), &there) == 0 &&
           here.st_dev == there.st_dev && here.st_ino == there.st_ino;
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
      opened_(std::move(other.opened_)),
      replaced_(std::move(other.replaced_)),
      parts_(std::move(other.parts_)),
      state_(std::exchange(other.state_, State::waiting)) {}

Stage::~Stage() {
    std::error_code ignored;
    if (!staged_.empty() && state_ != State::placed) fs::remove_all(staged_, ignored);
}

int Stage::open_file() {
    constexpr int flags = O_TMPFILE | O_RDWR | O_CLOEXEC;
    opened_ = Descriptor(::open(waiting_room_.c_str(), flags, 0600));
    // Its lock is for the moment in which a replacement bears a temporary name.
    if (opened_ && can_name_files(opened_)) return try_lock(opened_) ? 0 : EBUSY;
    const int error = opened_ ? EOPNOTSUPP : errno;
    // What systems say that do not know such files: the kernel, or the file system.
    if (error != EOPNOTSUPP && error != EISDIR && error != EINVAL) return error;
    Temporary made;
    if (const int failed = make_temporary_file(waiting_room_, made)) return failed;
    staged_ = std::move(made.path);
    opened_ = std::move(made.opened);
    return 0;
}

Result<void> Stage::build_file(std::span<const std::uint8_t> bytes) {
    int error = open_file();
    if (!error) error = write_all(opened_, bytes);
    if (error) return unwritable(target_, error);
    return {};
}

Result<void> Stage::build_folder(const FileMap& files) {
    Temporary made;
    if (const int error = make_temporary_folder(waiting_room_, made)) return unwritable(target_, error);
    staged_ = std::move(made.path);
    opened_ = std::move(made.opened);
    std::set<std::string> folders = {""};
    for (const auto& [name, bytes] : files) {
        if (interrupted()) return fail(ErrorCode::interrupted, "interrupted");
        int error = 0;
        const std::string above = fs::path(name).parent_path().string();
        if (folders.insert(above).second) error = make_folders(above);
        if (!error) {
            const Descriptor file(
                ::open((staged_ / name).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
            error = file ? write_all(file, bytes.view()) : errno;
        }
        if (error) return unwritable(target_ / name, error);
        parts_.push_back(name);
    }
    return {};
}

void Stage::list(SyncList& list, std::size_t owner) const {
    if (opened_) list.add(owner, opened_.get());
    for (const std::string& part : parts_) list.add(owner, staged_ / part);
}

Result<void> Stage::give_to(Owner owner) {
    if (::fchown(opened_.get(), owner.user, owner.group) == 0) return {};
    return unwritable(target_, errno);
}

int Stage::give_temporary_name() {
    if (!staged_.empty()) return 0;
    return with_temporary_name(waiting_room_, staged_,
                               [this](const fs::path& name) { return name_file(opened_, name); });
}

int Stage::place() {
    return staged_.empty() ? name_file(opened_, target_) : rename_exclusive(staged_, target_);
}

int Stage::exchange() {
    if (const int error = give_temporary_name()) return error;
    replaced_ = lock_if_possible(target_);
    return rename_exchange(staged_, target_);
}

Result<void> Stage::publish(bool replace) {
    const bool exchanges = replace && is_there(target_);
    if (const int error = exchanges ? exchange() : place()) return unwritable(target_, error);
    state_ = exchanges ? State::exchanged : State::placed;
    return {};
}

bool Stage::is_like_target() const {
    const auto there = open_for_reading(target_);
    if (!there) return false;
    core::Budget budget;
    const auto old = read_all(*there, target_, budget), own = read_all(opened_, target_, budget);
    return old && own && *old == *own;
}

bool Stage::take_back() {
    bool done = true;
    if (state_ == State::exchanged) {
        done = rename_exchange(staged_, target_) == 0;
        if (!done) staged_.clear();  // it holds what was there before: nobody may remove that
    }
    if (state_ == State::placed) {
        if (!staged_.empty()) {
            done = rename_exclusive(target_, staged_) == 0;
        } else if (is_same_file(opened_, target_)) {
            done = ::unlink(target_.c_str()) == 0;
        }
    }
    state_ = State::waiting;
    return done;
}

int Stage::make_folders(const std::string& name) {
    if (name.empty()) return 0;
    if (const int error = make_folders(fs::path(name).parent_path().string())) return error;
    if (::mkdir((staged_ / name).c_str(), 0700) != 0) return errno == EEXIST ? 0 : errno;
    parts_.push_back(name);
    return 0;
}

}  // namespace tgferry::io
