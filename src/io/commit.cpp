#include "io/commit.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "io/file.hpp"
#include "io/sqlite_image.hpp"

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
    explicit Stage(fs::path target) : target_(std::move(target)) {}
    Stage(Stage&& other) noexcept
        : target_(std::move(other.target_)),
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
        for (const auto& [name, bytes] : files) {
            const fs::path path = staged_ / name;
            const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
            if (const int error = file ? write_and_sync(file, bytes.view()) : errno) {
                return unwritable(target_ / name, error);
            }
        }
        if (const int error = sync_folder(staged_)) return unwritable(target_, error);
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

    [[nodiscard]] std::string template_name() const {
        return (folder_of(target_) / fmt::format(".{}.XXXXXX", target_.filename().string())).string();
    }

    fs::path target_;
    fs::path staged_;
    State state_ = State::waiting;
};

bool is_regular(const fs::path& path) {
    struct stat status{};
    return ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

/// What other programs do with SQLite: a writer of the old database would go on in a file without a name, and
/// the log of an old one would be applied to the new one. (An existing target is publish()'s to refuse.)
Result<void> check_databases(const fs::path& path, std::span<const std::uint8_t> bytes, bool replace) {
    if (is_there(path) && !replace) return {};
    if (is_regular(path) && is_in_use(path)) {
        return std::unexpected(Error{.code = ErrorCode::in_use,
                                     .message = "another process uses the database that would be replaced",
                                     .file = path.string(),
                                     .hint = "stop the program that uses this session, then try again"});
    }
    const auto log = is_sqlite(bytes) ? log_beside(path) : std::nullopt;
    if (!log) return {};
    return std::unexpected(Error{.code = ErrorCode::exists,
                                 .message = "SQLite would apply this log to the new database",
                                 .file = log->string(),
                                 .hint = "move it away together with the database that it belongs to, or "
                                         "choose another name"});
}

Result<std::vector<Stage>> build(const FileMap& files, Shape shape, const fs::path& target, bool replace) {
    std::vector<Stage> stages;
    if (shape == Shape::folder) {
        auto built = stages.emplace_back(target).build_folder(files);
        if (!built) return std::unexpected(std::move(built.error()));
        return stages;
    }
    stages.reserve(files.size());
    for (const auto& [suffix, bytes] : files) {
        const fs::path path = target.string() + suffix;
        auto safe = check_databases(path, bytes.view(), replace);
        if (!safe) return std::unexpected(std::move(safe.error()));
        auto built = stages.emplace_back(path).build_file(bytes.view());
        if (!built) return std::unexpected(std::move(built.error()));
    }
    return stages;
}

}  // namespace

Result<void> commit(const FileMap& files, Shape shape, const fs::path& given, bool replace) {
    fs::path target = given;
    if (!target.has_filename()) target = target.parent_path();  // "out/" means "out"
    auto stages = build(files, shape, target, replace);
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

}  // namespace tgferry::io
