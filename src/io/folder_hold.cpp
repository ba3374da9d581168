// A folder that is being changed, locked against a second run.
#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>

#include "io/folder.hpp"

namespace tgferry::io {
namespace {

std::unexpected<Error> in_use(const std::filesystem::path& folder, std::string message, std::string hint) {
    return std::unexpected(Error{.code = ErrorCode::in_use,
                                 .message = std::move(message),
                                 .file = folder.string(),
                                 .hint = std::move(hint)});
}

/// Refuses what is not known, or tells it to who knows better.
Result<void> accept_unknown(const std::filesystem::path& folder, std::string message, bool known_unused,
                            std::vector<Warning>& warnings) {
    if (!known_unused) {
        return in_use(folder, std::move(message),
                      "close every program that may use it, then say so with --force");
    }
    warnings.push_back({"use_not_seen", std::move(message)});
    return {};
}

}  // namespace

Result<FolderHold> FolderHold::take(const std::filesystem::path& folder, std::string_view beside,
                                    bool known_unused) {
    Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor) {
        return std::unexpected(Error{.code = ErrorCode::cannot_read,
                                     .message = "cannot open the folder: " + system_message(errno),
                                     .file = folder.string()});
    }
    FolderHold hold(folder, std::string(beside), std::move(descriptor));
    auto done = hold.lock(known_unused);
    if (!done) return std::unexpected(std::move(done.error()));
    const auto unseen = check_unused(folder, beside);
    if (!unseen) return std::unexpected(unseen.error());
    if (!unseen->reason.empty()) {
        done =
            accept_unknown(folder, "it cannot be seen whether a program uses the folder: " + unseen->reason,
                           known_unused, hold.warnings_);
        if (!done) return std::unexpected(std::move(done.error()));
    }
    if (!unseen->closed.empty()) {
        hold.warnings_.push_back(
            {"use_not_seen",
             fmt::format("whether they use the folder is not shown by {}", fmt::join(unseen->closed, ", "))});
    }
    return hold;
}

Result<void> FolderHold::lock(bool known_unused) {
    if (::flock(descriptor_.get(), LOCK_EX | LOCK_NB) == 0) return check_again();
    if (errno == EWOULDBLOCK) {
        return in_use(folder_, "another run is changing the folder", "wait until it is done, then try again");
    }
    return accept_unknown(folder_,
                          "the folder cannot be locked against a second run: " + system_message(errno),
                          known_unused, warnings_);
}

Result<void> FolderHold::check_again() const {
    struct stat held{}, there{};
    const bool same = ::fstat(descriptor_.get(), &held) == 0 && ::stat(folder_.c_str(), &there) == 0 &&
                      held.st_dev == there.st_dev && held.st_ino == there.st_ino;
    if (!same) return changed_meanwhile(folder_);
    const auto unseen = check_unused(folder_, beside_);
    if (!unseen) return std::unexpected(unseen.error());
    return {};
}

}  // namespace tgferry::io
