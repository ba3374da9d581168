// Putting files into a folder that exists.
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <set>
#include <vector>

#include "io/commit.hpp"
#include "io/stage.hpp"
#include "io/sync.hpp"
#include "io/temporary.hpp"

namespace tgferry::io {
namespace {

namespace fs = std::filesystem;

/// The program that lives in the folder must be able to read what root has put into it.
std::optional<Owner> other_owner(const fs::path& folder) {
    struct stat status{};
    if (::stat(folder.c_str(), &status) != 0) return std::nullopt;
    const Owner owner{status.st_uid, status.st_gid};
    if (owner == Owner{::geteuid(), ::getegid()} || ::geteuid() != 0) return std::nullopt;
    return owner;
}

/// Sub-folders made on the way; removed again, where empty, unless kept.
class NewFolders {
  public:
    explicit NewFolders(std::optional<Owner> owner) : owner_(owner) {}
    NewFolders(const NewFolders&) = delete;
    NewFolders& operator=(const NewFolders&) = delete;
    ~NewFolders() {
        std::error_code ignored;
        for (auto path = paths_.rbegin(); path != paths_.rend(); ++path) fs::remove(*path, ignored);
    }
    /// Everything between `base` and `path`; what is there must be a folder itself, since a link may lead
    /// anywhere.
    Result<void> make(const fs::path& base, const fs::path& path) {
        if (path == base) return {};
        auto above = make(base, path.parent_path());
        if (!above) return above;
        struct stat status{};
        if (::lstat(path.c_str(), &status) == 0) {
            if (S_ISDIR(status.st_mode)) return {};
            return std::unexpected(Error{.code = ErrorCode::cannot_write,
                                         .message = "a link or file stands where a folder belongs",
                                         .file = path.string(),
                                         .hint = "remove it, if it is not needed"});
        }
        if (::mkdir(path.c_str(), 0700) != 0) return unwritable(path, errno);
        paths_.push_back(path);
        if (owner_ && ::lchown(path.c_str(), owner_->user, owner_->group) != 0)
            return unwritable(path, errno);
        return {};
    }
    void keep() { paths_.clear(); }

  private:
    std::optional<Owner> owner_;
    std::vector<fs::path> paths_;
};

Result<void> sync_folders(const std::set<fs::path>& folders) {
    for (const fs::path& folder : folders) {
        if (const int error = sync_folder(folder)) return unwritable(folder, error);
    }
    return {};
}

Result<void> sync_all(const std::vector<Stage>& stages, const fs::path& folder) {
    SyncList list(1);
    for (const Stage& stage : stages) stage.list(list, 0);
    if (const int error = list.run().front()) return unwritable(folder, error);
    return {};
}

}  // namespace

Result<void> commit_into(const FileMap& files, const std::string& last, const fs::path& folder) {
    sweep(folder);
    const auto owner = other_owner(folder);
    NewFolders made(owner);
    std::vector<Stage> stages;
    std::set<fs::path> touched = {folder};
    const auto stage = [&](const std::string& name, const SecretBytes& bytes) -> Result<void> {
        const fs::path target = folder / name;
        std::error_code ignored;
        if (fs::is_directory(target, ignored)) return unwritable(target, EISDIR);
        touched.insert(target.parent_path());
        auto done = made.make(folder, target.parent_path());
        if (done) done = stages.emplace_back(target, folder).build_file(bytes.view());
        if (done && owner) done = stages.back().give_to(*owner);
        return done;
    };
    stages.reserve(files.size());
    Result<void> done;
    for (const auto& [name, bytes] : files) {
        if (name != last && done) done = stage(name, bytes);
    }
    if (const auto found = files.find(last); found != files.end() && done) done = stage(last, found->second);
    if (done) done = sync_all(stages, folder);
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
    // Where the file that makes the others count cannot be taken back, the others must stay.
    while (published-- > 0) {
        if (stages[published].take_back()) continue;
        made.keep();
        break;
    }
    stages.clear();  // removes what is staged, before the folders that were made go
    return done;
}

}  // namespace tgferry::io
