#include "io/sqlite_image.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "core/cursor.hpp"
#include "io/sqlite.hpp"
#include "io/sqlite_memory.hpp"

namespace tgferry::io {
namespace {

// SQLite's locking bytes (file format, section "locking"; os_unix.c's protocol).
constexpr off_t pending_byte = 0x40000000;
constexpr off_t reserved_byte = pending_byte + 1;
constexpr off_t shared_first = pending_byte + 2;
constexpr off_t shared_size = 510;
constexpr int lock_attempts = 40;
constexpr auto lock_pause = std::chrono::milliseconds(50);

/// Locks of the open file description, so that they do not disturb this process's other locks.
bool lock_range(int fd, short type, off_t start, off_t length) {
    struct flock lock{};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    lock.l_start = start;
    lock.l_len = length;
    if (::fcntl(fd, F_OFD_SETLK, &lock) == 0) return true;
    return errno != EAGAIN && errno != EACCES;  // a file system without locks does not stop a reader
}

bool take_shared_lock(int fd) {
    if (!lock_range(fd, F_RDLCK, pending_byte, 1)) return false;
    const bool shared = lock_range(fd, F_RDLCK, shared_first, shared_size);
    lock_range(fd, F_UNLCK, pending_byte, 1);
    return shared;
}

bool wait_for_shared_lock(int fd, core::Budget& budget) {
    for (int i = 0; i < lock_attempts && !budget.stopped(); ++i) {
        if (take_shared_lock(fd)) return true;
        std::this_thread::sleep_for(lock_pause);
    }
    return false;
}

/// Whether anybody else has a lock there, if only to read.
bool is_locked(int fd, off_t start, off_t length) {
    struct flock lock{};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = start;
    lock.l_len = length;
    return ::fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

struct Stamp {
    off_t size = -1;
    timespec changed{};
    bool operator==(const Stamp& o) const {
        return size == o.size && changed.tv_sec == o.changed.tv_sec && changed.tv_nsec == o.changed.tv_nsec;
    }
};

Stamp stamp(const std::filesystem::path& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return {};
    return {status.st_size, status.st_mtim};
}

std::filesystem::path beside(std::filesystem::path path, const char* suffix) {
    return path += suffix;
}

std::unexpected<Error> busy(const std::filesystem::path& path) {
    return std::unexpected(Error{.code = ErrorCode::in_use,
                                 .message = "the database is locked by another process",
                                 .file = path.string(),
                                 .hint = "stop the program that uses this session, then try again"});
}

/// A journal of a transaction over several databases ends in the name of a file that all of them share (file
/// format, section 3.2), and SQLite deletes that file after the roll-back. No library writes sessions so, and
/// a journal from elsewhere could name any file of the user.
bool names_another_file(std::span<const std::uint8_t> journal) {
    constexpr std::string_view magic = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
    return core::as_text(journal).ends_with(magic);
}

std::unexpected<Error> unrecoverable(const std::filesystem::path& path, const std::string& why,
                                     std::string hint) {
    return std::unexpected(Error{.code = ErrorCode::damaged,
                                 .message = "SQLite cannot recover the database: " + why,
                                 .file = path.string(),
                                 .hint = std::move(hint)});
}

/// Brings the copy to the state that its log or journal tells of. Nothing here makes SQLite read the schema,
/// which is a stranger's program: what SQLite does is as long as the log.
int recover(sqlite3* db) {
    // Reading a number of the header rolls a journal back, or opens the log.
    const int status =
        sqlite3_exec(db, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA user_version", nullptr, nullptr, nullptr);
    if (status != SQLITE_OK) return status;
    return sqlite3_wal_checkpoint_v2(db, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
}

/// Lets SQLite recover a copy of the database and its log or journal, all in memory, and gives the result.
Result<SecretBytes> recover_copy(const SecretBytes& main, const SecretBytes& log, const char* suffix,
                                 const std::filesystem::path& path, core::Budget& budget) {
    const std::string copy = "copy";
    SqliteMemory disk;
    disk.put(copy, main);
    disk.put(copy + suffix, log);
    {
        auto db = disk.open(copy);
        if (!db) return pass_on(std::move(db.error()), path.string());
        detail::distrust(db->get(), budget);
        const int status = recover(db->get());
        if (status == SQLITE_NOMEM) budget.run_out_of_memory();
        if (auto stop = budget.why_stopped()) return pass_on(std::move(*stop), path.string());
        if (status != SQLITE_OK) {
            return unrecoverable(path, sqlite3_errmsg(db->get()), "keep the -wal or -journal file beside it");
        }
    }
    return disk.take(copy);
}

/// The log (or nothing) and the main file, taken while neither changed.
Result<SecretBytes> read_with_wal(const Descriptor& file, const std::filesystem::path& path,
                                  core::Budget& budget) {
    const std::filesystem::path wal = beside(path, "-wal");
    for (int i = 0; i < lock_attempts && !budget.stopped(); ++i) {
        const Stamp main_before = stamp(path), wal_before = stamp(wal);
        auto main = read_all(file, path, budget);
        if (!main) return main;
        if (wal_before.size <= 0) {
            if (stamp(wal) == wal_before && stamp(path) == main_before) return main;
        } else {
            auto log_file = open_for_reading(wal);
            if (!log_file) return std::unexpected(std::move(log_file.error()));
            auto log = read_all(*log_file, wal, budget);
            if (!log) return log;
            if (stamp(wal) == wal_before && stamp(path) == main_before) {
                return recover_copy(*main, *log, "-wal", path, budget);
            }
        }
        std::this_thread::sleep_for(lock_pause);
    }
    return busy(path);
}

}  // namespace

bool is_sqlite(std::span<const std::uint8_t> head) noexcept {
    constexpr std::string_view magic{"SQLite format 3\0", 16};
    return head.size() >= magic.size() && std::memcmp(head.data(), magic.data(), magic.size()) == 0;
}

void clear_wal_mode(std::span<std::uint8_t> image) noexcept {
    // Bytes 18 and 19: write and read version, 2 = WAL (file format, section 1.3.3).
    if (image.size() >= 100 && image[18] == 2 && image[19] == 2) image[18] = image[19] = 1;
}

bool is_in_use(const std::filesystem::path& path) {
    const auto file = open_for_reading(path);
    return file && is_locked(file->get(), pending_byte, 2 + shared_size);
}

std::optional<std::filesystem::path> log_beside(const std::filesystem::path& path) {
    for (const char* suffix : {"-wal", "-journal"}) {
        if (auto log = beside(path, suffix); stamp(log).size > 0) return log;
    }
    return std::nullopt;
}

Result<SecretBytes> read_sqlite_image(const Descriptor& file, const std::filesystem::path& path,
                                      core::Budget& budget) {
    if (!wait_for_shared_lock(file.get(), budget)) return busy(path);
    if (stamp(beside(path, "-wal")).size > 0) return read_with_wal(file, path, budget);
    const std::filesystem::path journal = beside(path, "-journal");
    // A journal whose writer lives is not hot: the writer holds the reserved lock.
    if (stamp(journal).size > 0 && !is_locked(file.get(), reserved_byte, 1)) {
        auto main = read_all(file, path, budget);
        if (!main) return main;
        auto log_file = open_for_reading(journal);
        if (!log_file) return std::unexpected(std::move(log_file.error()));
        auto log = read_all(*log_file, journal, budget);
        if (!log) return log;
        if (names_another_file(log->view())) {
            return unrecoverable(path, "its -journal belongs to a transaction over several databases",
                                 "let its own program open it once, unless it comes from a stranger: "
                                 "recovery deletes the file that the journal names");
        }
        return recover_copy(*main, *log, "-journal", path, budget);
    }
    return read_all(file, path, budget);
}

}  // namespace tgferry::io
