#include "io/sqlite_memory.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <new>

namespace tgferry::io {
namespace {

/// A file that grows. What it held before is wiped with its old buffer.
class Content {
  public:
    [[nodiscard]] std::span<const std::uint8_t> view() const { return buffer_.view().first(size_); }
    void put(const SecretBytes& content) {
        buffer_ = content.copy();
        size_ = buffer_.size();
    }
    SecretBytes take() {
        buffer_.shrink(size_);
        return std::move(buffer_);
    }
    void resize(std::size_t size) {
        if (size > buffer_.size()) {
            SecretBytes larger(std::max(size, buffer_.size() * 2));  // zero-filled
            std::ranges::copy(view(), larger.edit().begin());
            buffer_ = std::move(larger);
        } else if (size < size_) {
            wipe(buffer_.edit().subspan(size, size_ - size).data(), size_ - size);
        }
        size_ = size;
    }
    void write(std::size_t at, std::span<const std::uint8_t> bytes) {
        if (at + bytes.size() > size_) resize(at + bytes.size());
        std::ranges::copy(bytes, buffer_.edit().begin() + static_cast<std::ptrdiff_t>(at));
    }

  private:
    SecretBytes buffer_;
    std::size_t size_ = 0;
};

/// A log may say that a page lies anywhere: no file grows past what was put in, by more than this.
constexpr std::size_t room_to_grow = 1 << 20;

struct Files {
    std::map<std::string, std::shared_ptr<Content>> by_name{};
    std::size_t limit = room_to_grow;
};

/// What SQLite calls an open file: its own part first, ours behind.
struct OpenFile {
    sqlite3_file base;
    std::shared_ptr<Content>* content;  ///< a deleted file lives on while it is open
    std::size_t limit;
};

Content& content_of(sqlite3_file* file) {
    return **reinterpret_cast<OpenFile*>(file)->content;
}

bool fits(sqlite3_file* file, std::size_t size) {
    return size <= reinterpret_cast<OpenFile*>(file)->limit;
}

/// No memory is an error of SQLite's, and nothing may be thrown through it.
template <class Work>
int without_exceptions(Work work) noexcept {
    try {
        work();
        return SQLITE_OK;
    } catch (const std::bad_alloc&) {
        return SQLITE_NOMEM;
    }
}

int close_file(sqlite3_file* file) {
    delete std::exchange(reinterpret_cast<OpenFile*>(file)->content, nullptr);
    return SQLITE_OK;
}

int read_file_at(sqlite3_file* file, void* out, int amount, sqlite3_int64 at) {
    const auto have = content_of(file).view();
    const auto wanted = static_cast<std::size_t>(amount);
    const auto from = std::min(static_cast<std::size_t>(at), have.size());
    const auto part = have.subspan(from, std::min(wanted, have.size() - from));
    if (!part.empty()) std::memcpy(out, part.data(), part.size());
    if (part.size() == wanted) return SQLITE_OK;
    std::memset(static_cast<char*>(out) + part.size(), 0, wanted - part.size());
    return SQLITE_IOERR_SHORT_READ;
}

int write_file_at(sqlite3_file* file, const void* data, int amount, sqlite3_int64 at) {
    const auto end = static_cast<std::size_t>(at) + static_cast<std::size_t>(amount);
    if (!fits(file, end)) return SQLITE_FULL;
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    return without_exceptions([&] {
        content_of(file).write(static_cast<std::size_t>(at), {bytes, static_cast<std::size_t>(amount)});
    });
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    if (!fits(file, static_cast<std::size_t>(size))) return SQLITE_FULL;
    return without_exceptions([&] { content_of(file).resize(static_cast<std::size_t>(size)); });
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(content_of(file).view().size());
    return SQLITE_OK;
}

int check_reserved(sqlite3_file*, int* reserved) {
    *reserved = 0;
    return SQLITE_OK;
}

constexpr sqlite3_io_methods methods = {
    .iVersion = 1,  // without shared memory
    .xClose = close_file,
    .xRead = read_file_at,
    .xWrite = write_file_at,
    .xTruncate = truncate_file,
    .xSync = [](sqlite3_file*, int) { return SQLITE_OK; },
    .xFileSize = size_of_file,
    .xLock = [](sqlite3_file*, int) { return SQLITE_OK; },
    .xUnlock = [](sqlite3_file*, int) { return SQLITE_OK; },
    .xCheckReservedLock = check_reserved,
    .xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },
    .xSectorSize = [](sqlite3_file*) { return 0; },
    .xDeviceCharacteristics = [](sqlite3_file*) { return 0; },
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

Files& files_of(sqlite3_vfs* vfs) {
    return *static_cast<Files*>(vfs->pAppData);
}

/// A file without a name is a temporary one, of which SQLite alone knows.
int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* got) {
    auto* opened = reinterpret_cast<OpenFile*>(file);
    opened->base.pMethods = nullptr;
    Files& files = files_of(vfs);
    if (name && (flags & SQLITE_OPEN_CREATE) == 0 && !files.by_name.contains(name)) return SQLITE_CANTOPEN;
    const int status = without_exceptions([&] {
        auto content = name ? files.by_name[name] : nullptr;
        if (!content) content = std::make_shared<Content>();
        if (name) files.by_name[name] = content;
        opened->content = new std::shared_ptr<Content>(std::move(content));  // close_file deletes it
    });
    opened->limit = files.limit;
    if (status == SQLITE_OK) opened->base.pMethods = &methods;
    if (got) *got = flags;
    return status;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int) {
    return files_of(vfs).by_name.erase(name) > 0 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

int look_for_file(sqlite3_vfs* vfs, const char* name, int, int* there) {
    *there = files_of(vfs).by_name.contains(name) ? 1 : 0;
    return SQLITE_OK;
}

int full_name(sqlite3_vfs*, const char* name, int space, char* out) {
    sqlite3_snprintf(space, out, "%s", name);
    return SQLITE_OK;
}

/// Names and times of the system's own disk, where SQLite asks for them.
sqlite3_vfs* system_disk() {
    return sqlite3_vfs_find(nullptr);
}

}  // namespace

struct SqliteMemory::Disk {
    Files files{};
    std::string name{};
    sqlite3_vfs vfs{};
};

SqliteMemory::SqliteMemory() : disk_(std::make_unique<Disk>()) {
    char address[32];
    sqlite3_snprintf(sizeof address, address, "tgferry-%p", static_cast<void*>(disk_.get()));
    disk_->name = address;  // so that disks of several threads do not meet
    sqlite3_vfs& vfs = disk_->vfs;
    vfs.iVersion = 1;
    vfs.szOsFile = sizeof(OpenFile);
    vfs.mxPathname = 64;
    vfs.zName = disk_->name.c_str();
    vfs.pAppData = &disk_->files;
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = look_for_file;
    vfs.xFullPathname = full_name;
    vfs.xRandomness = [](sqlite3_vfs*, int size, char* out) {
        return system_disk()->xRandomness(system_disk(), size, out);
    };
    vfs.xSleep = [](sqlite3_vfs*, int) { return 0; };
    vfs.xCurrentTime = [](sqlite3_vfs*, double* now) {
        return system_disk()->xCurrentTime(system_disk(), now);
    };
    vfs.xGetLastError = [](sqlite3_vfs*, int, char*) { return 0; };
}

SqliteMemory::~SqliteMemory() {
    sqlite3_vfs_unregister(&disk_->vfs);
}

void SqliteMemory::put(const std::string& name, const SecretBytes& content) {
    auto file = std::make_shared<Content>();
    file->put(content);
    disk_->files.by_name[name] = std::move(file);
    disk_->files.limit += content.size();
}

Result<detail::Database> SqliteMemory::open(const std::string& name) {
    sqlite3* raw = nullptr;
    int status = sqlite3_vfs_register(&disk_->vfs, 0);
    if (status == SQLITE_OK) {
        status = sqlite3_open_v2(name.c_str(), &raw, SQLITE_OPEN_READWRITE, disk_->vfs.zName);
    }
    detail::Database db(raw);
    if (status == SQLITE_OK) return db;
    return fail(ErrorCode::internal, std::string("SQLite: ") + sqlite3_errstr(status));
}

SecretBytes SqliteMemory::take(const std::string& name) {
    const auto found = disk_->files.by_name.find(name);
    if (found == disk_->files.by_name.end()) return {};
    SecretBytes content = found->second->take();
    disk_->files.by_name.erase(found);
    return content;
}

}  // namespace tgferry::io
