#include "io/sync.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <map>
#include <mutex>

#include "core/parallel.hpp"
#include "io/file.hpp"

namespace tgferry::io {
namespace {

/// Below this a sync of the whole file system, other programs' files with it, costs more than it saves.
constexpr std::size_t worth_together = 8;
/// They wait for the disk, not for the processor.
constexpr unsigned waiting_threads = 8;
constexpr long xfs_magic = 0x58465342;  // linux/magic.h has it since 6.2 only

/// Whether syncfs() there writes all files and waits for the disk itself to say so. Others may only begin to
/// (FUSE), or be told not to (overlays).
bool syncs_as_a_whole(int fd) {
    constexpr std::array<long, 5> known = {EXT4_SUPER_MAGIC, xfs_magic, BTRFS_SUPER_MAGIC, F2FS_SUPER_MAGIC,
                                           TMPFS_MAGIC};
    struct statfs status{};
    return ::fstatfs(fd, &status) == 0 && std::ranges::find(known, status.f_type) != known.end();
}

/// syncfs() tells of errors in writing since Linux 5.8.
bool system_tells_errors() {
    struct utsname system{};
    int major = 0, minor = 0;
    if (::uname(&system) != 0 || std::sscanf(system.release, "%d.%d", &major, &minor) != 2) return false;
    return major > 5 || (major == 5 && minor >= 8);
}

/// The thing itself, where it is open, or opened for as long as `keep` lives.
int descriptor_of(const std::variant<int, std::filesystem::path>& what, Descriptor& keep) {
    if (const int* open = std::get_if<int>(&what)) return *open;
    keep =
        Descriptor(::open(std::get<std::filesystem::path>(what).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    return keep.get();
}

int sync_one(const std::variant<int, std::filesystem::path>& what) {
    Descriptor keep;
    const int fd = descriptor_of(what, keep);
    if (fd < 0) return errno;
    while (::fsync(fd) != 0) {
        if (errno != EINTR) return errno;
    }
    return 0;
}

}  // namespace

bool SyncList::run_together() const {
    if (entries_.size() < worth_together || !system_tells_errors()) return false;
    std::map<dev_t, Descriptor> disks;
    for (const Entry& entry : entries_) {
        struct stat status{};
        const auto* path = std::get_if<std::filesystem::path>(&entry.what);
        const int found =
            path ? ::lstat(path->c_str(), &status) : ::fstat(std::get<int>(entry.what), &status);
        if (found != 0) return false;
        if (disks.contains(status.st_dev)) continue;
        Descriptor keep;
        const int fd = descriptor_of(entry.what, keep);
        if (fd < 0 || !syncs_as_a_whole(fd)) return false;
        disks.emplace(status.st_dev, Descriptor(::fcntl(fd, F_DUPFD_CLOEXEC, 0)));
    }
    return std::ranges::all_of(disks, [](const auto& disk) { return ::syncfs(disk.second.get()) == 0; });
}

std::vector<int> SyncList::run() {
    if (run_together()) return std::move(errors_);
    // Also after a failure there: who it was can only be seen one by one.
    std::mutex mutex;
    core::in_parallel(
        entries_.size(),
        [&](std::size_t i) {
            const int error = sync_one(entries_[i].what);
            const std::lock_guard guard(mutex);
            int& known = errors_[entries_[i].owner];
            if (known == 0) known = error;
        },
        entries_.size() < worth_together ? 1 : waiting_threads);
    return std::move(errors_);
}

}  // namespace tgferry::io
