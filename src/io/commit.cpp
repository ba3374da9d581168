#include "io/commit.hpp"

#include <sys/stat.h>

#include <vector>

#include "io/sqlite_image.hpp"
#include "io/stage.hpp"

namespace tgferry::io {
namespace {

namespace fs = std::filesystem;

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
