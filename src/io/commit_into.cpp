// Putting files into a folder that exists.
#include <sys/stat.h>

#include <cerrno>
#include <set>

#include "io/commit.hpp"
#include "io/stage.hpp"

namespace tgferry::io {
namespace {

namespace fs = std::filesystem;

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

}  // namespace

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
