#include "io/kept.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

namespace tgferry::io {
namespace {

namespace fs = std::filesystem;

/// Every link of what is there resolved, what is not there yet behind it.
fs::path real(const fs::path& path) {
    std::error_code error;
    auto resolved = fs::weakly_canonical(fs::absolute(path, error), error);
    return error ? path.lexically_normal() : resolved;
}

Error refused(ErrorCode code, std::string what, const fs::path& target) {
    return {.code = code,
            .message = std::move(what),
            .file = target.string(),
            .hint = "choose another place; a source is never written over, not even with --force"};
}

}  // namespace

void Kept::add(const fs::path& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return;
    places_.insert({{status.st_dev, status.st_ino}, {S_ISDIR(status.st_mode), path}});
}

void Kept::add_stream(int fd, const fs::path& name) {
    struct stat status{};
    if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return;
    places_.insert({{status.st_dev, status.st_ino}, {false, name}});
}

const Kept::Place* Kept::find(const fs::path& path) const {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return nullptr;
    const auto found = places_.find({status.st_dev, status.st_ino});
    return found == places_.end() ? nullptr : &found->second;
}

const Kept::Place* Kept::above(const fs::path& path) const {
    for (fs::path at = path.parent_path(); !at.empty(); at = at.parent_path()) {
        if (const Place* place = find(at); place && place->folder) return place;
        if (at == at.parent_path()) break;
    }
    return nullptr;
}

Result<void> Kept::check(const fs::path& target, bool whole) const {
    if (places_.empty()) return {};
    if (find(target)) return std::unexpected(refused(ErrorCode::exists, "the target is a source", target));
    // The name itself is not followed for what would take its place; what a link names is safe as well.
    const fs::path bare = target.has_filename() ? target : target.parent_path();
    for (const fs::path& at : {real(bare.parent_path() / ".") / bare.filename(), real(bare)}) {
        if (const Place* place = above(at)) {
            return std::unexpected(refused(ErrorCode::cannot_write,
                                           "the target lies in the source " + place->given.string(), target));
        }
    }
    std::error_code ignored;
    if (!whole || !fs::is_directory(bare, ignored)) return {};
    const fs::path folder = real(bare);
    for (const auto& [id, place] : places_) {
        const fs::path inside = real(place.given);
        if (std::ranges::mismatch(folder, inside).in1 != folder.end()) continue;
        return std::unexpected(refused(ErrorCode::cannot_write,
                                       "the source " + place.given.string() + " lies in the target", target));
    }
    return {};
}

}  // namespace tgferry::io
