// Who uses a folder, as far as /proc tells.
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <sstream>

#include "io/folder.hpp"

namespace tgferry::io {
namespace {

namespace fs = std::filesystem;

enum class Open { yes, no, not_shown };

/// Whether a process, given as its folder in /proc, has `file` open, or one below `folder`.
Open has_open(const fs::path& process, const fs::path& folder, const fs::path& file) {
    std::error_code error;
    fs::directory_iterator open(process / "fd", error);
    if (error) return error == std::errc::permission_denied ? Open::not_shown : Open::no;
    for (const fs::directory_iterator end; !error && open != end; open.increment(error)) {
        std::error_code ignored;
        const auto target = fs::read_symlink(open->path(), ignored).string();
        if (target.empty()) continue;
        if (target == file.string() || target.starts_with(folder.string() + "/")) return Open::yes;
    }
    return Open::no;
}

/// "1234 (telegram-desktop)", or the number alone.
std::string name_of(const fs::path& process) {
    std::error_code error;
    std::string name = fs::read_symlink(process / "exe", error).filename().string();
    if (error) std::getline(std::ifstream(process / "comm"), name);
    const std::string number = process.filename().string();
    return name.empty() ? number : fmt::format("{} ({})", number, name);
}

/// The user of a process, also of one that shows nothing else; nothing where even that is hidden.
std::optional<::uid_t> user_of(const fs::path& process) {
    std::ifstream status(process / "status");
    for (std::string line; std::getline(status, line);) {
        ::uid_t user = 0;
        if (line.starts_with("Uid:") && (std::istringstream(line.substr(4)) >> user)) return user;
    }
    return std::nullopt;
}

/// Why the processes that /proc shows may not be all that matter; empty where they are.
std::string blindness(::uid_t owner) {
    struct statfs system{};
    if (::statfs("/proc", &system) != 0 || system.f_type != PROC_SUPER_MAGIC) {
        return "/proc, which lists the processes, is not there";
    }
    std::error_code error;
    if (fs::read_symlink("/proc/self", error) != std::to_string(::getpid()) || error) {
        return "/proc lists the processes of another system";
    }
    const bool others_matter = owner != ::geteuid();
    if (others_matter && !user_of("/proc/1")) return "/proc hides the processes of other users";
    return "";
}

}  // namespace

Result<Unseen> check_unused(const fs::path& given, std::string_view beside) {
    std::error_code error;
    const auto folder = fs::canonical(given, error);
    struct stat status{};
    if (error || ::stat(folder.c_str(), &status) != 0) return Unseen{};
    const auto file = beside.empty() ? fs::path() : folder.parent_path() / beside;
    Unseen unseen{.reason = blindness(status.st_uid)};
    for (fs::directory_iterator process("/proc", error), end; !error && process != end;
         process.increment(error)) {
        const std::string pid = process->path().filename().string();
        const bool is_process = pid.find_first_not_of("0123456789") == std::string::npos;
        if (!is_process || pid == std::to_string(::getpid())) continue;
        const Open open = has_open(process->path(), folder, file);
        if (open == Open::yes) {
            return std::unexpected(
                Error{.code = ErrorCode::in_use,
                      .message = "process " + name_of(process->path()) + " uses the folder",
                      .file = given.string(),
                      .hint = "close that program first; it would write over the change"});
        }
        if (open == Open::no) continue;
        // Of all others the owner's programs are those that live in the folder.
        const auto user = user_of(process->path());
        if (user == ::geteuid()) {
            unseen.closed.push_back(name_of(process->path()));
        } else if (unseen.reason.empty() && user == status.st_uid) {
            unseen.reason = fmt::format("process {} of the folder's owner does not show its files",
                                        name_of(process->path()));
        }
    }
    return unseen;
}

}  // namespace tgferry::io
