#include "io/temporary.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <vector>

#include "io/lock.hpp"
#include "io/terminal.hpp"

namespace tgferry::io {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = ".tgferry-";
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::size_t random_letters = 6;

/// Whether the name still leads to what is open.
bool is_named(const Descriptor& opened, const fs::path& path) {
    struct stat there{}, here{};
    return ::lstat(path.c_str(), &there) == 0 && ::fstat(opened.get(), &here) == 0 &&
           there.st_dev == here.st_dev && there.st_ino == here.st_ino;
}

/// Makes something under a new name until it is there and locked: a sweeper may come in between, take the
/// lock and remove it.
template <class Make>
int make_locked(const fs::path& folder, Temporary& made, Make make) {
    for (int attempts = 100; attempts > 0; --attempts) {
        const fs::path path = temporary_name(folder);
        Descriptor opened;
        const int error = make(path, opened);
        if (error == EEXIST || error == ENOENT) {
            if (error == ENOENT && ::access(folder.c_str(), F_OK) != 0) return error;
            continue;
        }
        if (error) return error;
        if (!try_lock(opened) || !is_named(opened, path)) continue;
        made = Temporary{path, std::move(opened)};
        return 0;
    }
    return EEXIST;
}

/// Opened where it may be somebody's leftover: a file or folder of this user, and no link.
Descriptor open_leftover(const fs::path& path) {
    Descriptor opened(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct stat status{};
    const bool own = opened && ::fstat(opened.get(), &status) == 0 && status.st_uid == ::geteuid();
    return own && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)) ? std::move(opened) : Descriptor();
}

}  // namespace

bool is_temporary_name(std::string_view name) noexcept {
    return name.size() == prefix.size() + random_letters && name.starts_with(prefix) &&
           name.find_first_not_of(letters, prefix.size()) == std::string_view::npos;
}

fs::path temporary_name(const fs::path& folder) {
    std::array<std::uint8_t, random_letters> random{};
    (void)!::getrandom(random.data(), random.size(), 0);  // never fails for so few
    std::string name(prefix);
    for (const std::uint8_t byte : random) name += letters[byte % letters.size()];
    return folder / name;
}

int make_temporary_file(const fs::path& folder, Temporary& made) {
    return make_locked(folder, made, [](const fs::path& path, Descriptor& opened) {
        opened = Descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        return opened ? 0 : errno;
    });
}

int make_temporary_folder(const fs::path& folder, Temporary& made) {
    return make_locked(folder, made, [](const fs::path& path, Descriptor& opened) {
        if (::mkdir(path.c_str(), 0700) != 0) return errno;
        opened = Descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (opened) return 0;
        const int error = errno;
        (void)::rmdir(path.c_str());
        return error;
    });
}

namespace {

/// The next run goes on where this one is broken off.
void remove_unless_interrupted(const fs::path& path) {
    std::error_code error;
    for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
        if (interrupted()) return;
        std::error_code ignored;
        if (at->is_symlink(ignored) || !at->is_directory(ignored)) fs::remove(at->path(), ignored);
    }
    fs::remove_all(path, error);  // the folders, which are empty now, or the file itself
}

}  // namespace

void sweep(const fs::path& folder) {
    std::error_code error;
    std::vector<fs::path> leftovers;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (is_temporary_name(entry->path().filename().native())) leftovers.push_back(entry->path());
    }
    for (const fs::path& path : leftovers) {
        const Descriptor opened = open_leftover(path);
        if (interrupted()) return;
        if (opened && surely_lock(opened) && is_named(opened, path)) remove_unless_interrupted(path);
    }
}

}  // namespace tgferry::io
