#include "io/commit.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <vector>

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
        default: return "";
    }
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

fs::path folder_of(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

int sync_folder(const fs::path& path) {
    const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return folder && ::fsync(folder.get()) == 0 ? 0 : errno;
}

bool is_there(const fs::path& path) {
    struct stat status{};
    return ::lstat(path.c_str(), &status) == 0;
}

/// Renames in one step: refusing to replace, or exchanging the two. Where the file system lacks that, the
/// nearest it has.
int rename_exclusive(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return errno;
    if (is_there(to)) return EEXIST;
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

int rename_exchange(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return errno;
    const fs::path aside = from.string() + ".old";
    if (::rename(to.c_str(), aside.c_str()) != 0) return errno;
    if (::rename(from.c_str(), to.c_str()) != 0) {
        const int error = errno;
        ::rename(aside.c_str(), to.c_str());
        return error;
    }
    return ::rename(aside.c_str(), from.c_str()) == 0 ? 0 : errno;
}

/// A finished file or folder under a temporary name beside its target. Removed unless published; after a
/// published replacement the temporary name holds the old content, which is then removed or put back.
class Stage {
  public:
    explicit Stage(const fs::path& target) : Stage(target, folder_of(target)) {}
    /// With the temporary name in another folder of the same file system.
    Stage(fs::path target, fs::path waiting_room)
        : target_(std::move(target)), waiting_room_(std::move(waiting_room)) {}
    Stage(Stage&& other) noexcept
        : target_(std::move(other.target_)),
          waiting_room_(std::move(other.waiting_room_)),
          staged_(std::exchange(other.staged_, {})),
          state_(std::exchange(other.state_, State::waiting)) {}
    Stage& operator=(Stage&&) = delete;
    ~Stage() {
        std::error_code ignored;
        if (!staged_.empty() && state_ != State::placed) fs::remove_all(staged_, ignored);
    }

    Result<void> build_file(std::span<const std::uint8_t> bytes) {
        std::string name = template_name();
        const Descriptor file(::mkostemp(name.data(), O_CLOEXEC));  // mode 0600
        if (!file) return unwritable(target_, errno);
        staged_ = name;
        if (const int error = write_and_sync(file, bytes)) return unwritable(target_, error);
        return {};
    }

    Result<void> build_folder(const FileMap& files) {
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

    Result<void> publish(bool replace) {
        const bool exchange = replace && is_there(target_);
        const int error = exchange ? rename_exchange(staged_, target_) : rename_exclusive(staged_, target_);
        if (error) return unwritable(target_, error);
        state_ = exchange ? State::exchanged : State::placed;
        return {};
    }

    /// As far as possible: this is already the way out of a failure, whose error is the one to tell.
    void take_back() {
        if (state_ == State::exchanged) (void)rename_exchange(staged_, target_);
        if (state_ == State::placed) (void)rename_exclusive(target_, staged_);
        state_ = State::waiting;
    }

  private:
    enum class State { waiting, placed, exchanged };

    /// A sub-folder of what is staged, and those above it.
    Result<void> make_folders(const fs::path& path) {
        if (path == staged_) return {};
        auto above = make_folders(path.parent_path());
        if (!above) return above;
        if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return {};
        return unwritable(target_, errno);
    }

    [[nodiscard]] std::string template_name() const {
        return (waiting_room_ / ("." + target_.filename().string() + ".XXXXXX")).string();
    }

    fs::path target_;
    fs::path waiting_room_;
    fs::path staged_;
    State state_ = State::waiting;
};

/// Sub-folders made on the way; removed again, where empty, unless kept.
class NewFolders {
  public:
    NewFolders() = default;
    NewFolders(const NewFolders&) = delete;
    NewFolders& operator=(const NewFolders&) = delete;
    ~NewFolders() {
        std::error_code ignored;
        for (auto path = paths_.rbegin(); path != paths_.rend(); ++path) fs::remove(*path, ignored);
    }
    /// 0, or the errno of what failed.
    int make(const fs::path& path) {
        if (is_there(path) || path.empty()) return 0;
        if (const int error = make(path.parent_path())) return error;
        if (::mkdir(path.c_str(), 0700) != 0) return errno;
        paths_.push_back(path);
        return 0;
    }
    void keep() { paths_.clear(); }

  private:
    std::vector<fs::path> paths_;
};

Result<void> sync_folders(const std::set<fs::path>& folders) {
    for (const fs::path& folder : folders) {
        if (const int error = sync_folder(folder)) return unwritable(folder, error);
    }
    return {};
}

Result<std::vector<Stage>> build(const FileMap& files, Shape shape, const fs::path& target) {
    std::vector<Stage> stages;
    if (shape == Shape::folder) {
        auto built = stages.emplace_back(target).build_folder(files);
        if (!built) return std::unexpected(std::move(built.error()));
        return stages;
    }
    stages.reserve(files.size());
    for (const auto& [suffix, bytes] : files) {
        auto built = stages.emplace_back(fs::path(target.string() + suffix)).build_file(bytes.view());
        if (!built) return std::unexpected(std::move(built.error()));
    }
    return stages;
}

}  // namespace

Result<void> commit(const FileMap& files, Shape shape, const fs::path& given, bool replace) {
    fs::path target = given;
    if (!target.has_filename()) target = target.parent_path();  // "out/" means "out"
    auto stages = build(files, shape, target);
    if (!stages) return std::unexpected(std::move(stages.error()));
    for (std::size_t i = 0; i < stages->size(); ++i) {
        auto published = (*stages)[i].publish(replace);
        if (published) continue;
        while (i-- > 0) (*stages)[i].take_back();
        return published;
    }
    if (const int error = sync_folder(folder_of(target))) {
        for (Stage& stage : *stages) stage.take_back();
        return unwritable(target, error);
    }
    return {};
}

Result<void> commit_into(const FileMap& files, const std::string& last, const fs::path& folder) {
    NewFolders made;
    std::vector<Stage> stages;
    std::set<fs::path> touched = {folder};
    const auto stage = [&](const std::string& name, const SecretBytes& bytes) -> Result<void> {
        const fs::path target = folder / name;
        std::error_code ignored;
        if (fs::is_directory(target, ignored)) return unwritable(target, EISDIR);
        touched.insert(target.parent_path());
        if (const int error = made.make(target.parent_path())) return unwritable(target, error);
        return stages.emplace_back(target, folder).build_file(bytes.view());
    };
    stages.reserve(files.size());
    Result<void> done;
    for (const auto& [name, bytes] : files) {
        if (name != last && done) done = stage(name, bytes);
    }
    if (const auto found = files.find(last); found != files.end() && done) done = stage(last, found->second);
    std::size_t published = 0;
    for (; done && published < stages.size(); ++published) {
        // Everything else is on the disk before the last one makes it count.
        if (published + 1 == stages.size()) done = sync_folders(touched);
        if (done) done = stages[published].publish(true);
        if (!done) break;
    }
    if (done) done = sync_folders(touched);
    if (done) {
        made.keep();
        return {};
    }
    while (published-- > 0) stages[published].take_back();
    stages.clear();  // removes what is staged, before the folders that were made go
    return done;
}

}  // namespace tgferry::io
