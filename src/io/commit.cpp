#include "io/commit.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <set>

#include "io/sqlite_image.hpp"
#include "io/sync.hpp"
#include "io/temporary.hpp"

namespace tgferry::io {
namespace {

namespace fs = std::filesystem;

bool is_regular(const fs::path& path) {
    struct stat status{};
    return ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

/// What other programs do with SQLite: a writer of the old database would go on in a file without a name, and
/// the log of an old one would be applied to the new one. (An existing target is publish()'s to refuse.)
Result<void> check_database(const fs::path& path, bool is_database, bool replace) {
    if (is_there(path) && !replace) return {};
    if (is_regular(path) && is_in_use(path)) {
        return std::unexpected(Error{.code = ErrorCode::in_use,
                                     .message = "another process uses the database that would be replaced",
                                     .file = path.string(),
                                     .hint = "stop the program that uses this session, then try again"});
    }
    const auto log = is_database ? log_beside(path) : std::nullopt;
    if (!log) return {};
    return std::unexpected(Error{.code = ErrorCode::exists,
                                 .message = "SQLite would apply this log to the new database",
                                 .file = log->string(),
                                 .hint = "move it away together with the database that it belongs to, or "
                                         "choose another name"});
}

}  // namespace

Result<Pending> Pending::make(const FileMap& files, Shape shape, const fs::path& given, bool replace) {
    fs::path target = given;
    if (!target.has_filename()) target = target.parent_path();  // "out/" means "out"
    Pending pending(folder_of(target), replace);
    if (shape == Shape::folder) {
        auto built = pending.parts_.emplace_back(Stage(target), false).stage.build_folder(files);
        if (!built) return std::unexpected(std::move(built.error()));
        return pending;
    }
    pending.parts_.reserve(files.size());
    for (const auto& [suffix, bytes] : files) {  // ".json" before ".session"
        auto& part = pending.parts_.emplace_back(Stage(target.string() + suffix), is_sqlite(bytes.view()));
        auto built = part.stage.build_file(bytes.view());
        if (!built) return std::unexpected(std::move(built.error()));
    }
    return pending;
}

Result<void> Pending::check() const {
    for (const Part& part : parts_) {
        auto safe = check_database(part.stage.target(), part.is_database, replace_);
        if (!safe) return safe;
    }
    return {};
}

Result<bool> Pending::clear_the_way() {
    const fs::path& last = parts_.back().stage.target();
    if (!replace_ || parts_.size() < 2 || !is_there(last)) return false;
    auto moved = aside_.move(last);
    if (!moved) return std::unexpected(std::move(moved.error()));
    return true;
}

Result<void> Pending::publish_first() {
    const bool last_is_there = is_there(parts_.back().stage.target());
    for (Part& part : std::span(parts_).first(parts_.size() - 1)) {
        auto published = part.stage.publish(replace_);
        if (published) continue;
        // The same half of the same pair: what a run that was killed between the two has left.
        const bool half =
            published.error().code == ErrorCode::exists && !last_is_there && part.stage.is_like_target();
        if (!half) return published;
    }
    return {};
}

Result<void> Pending::publish_last() {
    return parts_.back().stage.publish(replace_);
}

void Pending::take_back() {
    for (auto part = parts_.rbegin(); part != parts_.rend(); ++part) part->stage.take_back();
    aside_.put_back();
}

/// One step for all of them, then the next one, with what each step changed on the disk in between.
class Publication {
  public:
    explicit Publication(std::span<Pending* const> all) : all_(all), results_(all.size()) {}

    std::vector<Result<void>> run() {
        std::set<fs::path> folders;
        for (const Pending* pending : all_) folders.insert(pending->folder_);
        sync_content();
        each([](Pending& pending) { return pending.check(); });
        each([this](Pending& pending) -> Result<void> {
            auto moved = pending.clear_the_way();
            if (!moved) return std::unexpected(std::move(moved.error()));
            if (*moved) changed_.insert(pending.folder_);
            return {};
        });
        sync_folders();
        each([this](Pending& pending) {
            if (pending.parts_.size() > 1) changed_.insert(pending.folder_);
            return pending.publish_first();
        });
        sync_folders();
        each([this](Pending& pending) {
            changed_.insert(pending.folder_);
            return pending.publish_last();
        });
        sync_folders();
        std::ranges::for_each(folders, sweep);  // what others have left waits until ours is in its place
        return std::move(results_);
    }

  private:
    template <class Step>
    void each(Step step) {
        for (std::size_t i = 0; i < all_.size(); ++i) {
            if (!results_[i]) continue;
            results_[i] = step(*all_[i]);
            if (!results_[i]) all_[i]->take_back();
        }
    }

    void sync_content() {
        SyncList list(all_.size());
        for (std::size_t i = 0; i < all_.size(); ++i) {
            for (const auto& part : all_[i]->parts_) part.stage.list(list, i);
        }
        const std::vector<int> errors = list.run();
        for (std::size_t i = 0; i < errors.size(); ++i) {
            if (errors[i]) results_[i] = unwritable(all_[i]->parts_.back().stage.target(), errors[i]);
        }
    }

    void sync_folders() {
        for (const fs::path& folder : changed_) {
            const int error = sync_folder(folder);
            if (!error) continue;
            each([&](Pending& pending) -> Result<void> {
                if (pending.folder_ != folder) return {};
                return unwritable(pending.parts_.back().stage.target(), error);
            });
        }
        changed_.clear();
    }

    std::span<Pending* const> all_;
    std::vector<Result<void>> results_;
    std::set<fs::path> changed_;  ///< since the last sync
};

std::vector<Result<void>> publish(std::span<Pending* const> all) {
    return Publication(all).run();
}

Result<void> commit(const FileMap& files, Shape shape, const fs::path& target, bool replace) {
    auto pending = Pending::make(files, shape, target, replace);
    if (!pending) return std::unexpected(std::move(pending.error()));
    Pending* const one = &*pending;
    return publish({&one, 1}).front();
}

}  // namespace tgferry::io
