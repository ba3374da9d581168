// Preloaded into the program: counts the calls that change the disk, and at one of them the process is killed
// or the call fails. So every step of a write can be the last one. (What happens between two such calls
// leaves the disk as the first one left it.)
//
//   FAULT_AT=N           the N-th call, counted from 1; none where it is absent
//   FAULT=kill|ERRNO     SIGKILL before the call, or the call fails with this error number
//   FAULT_COUNT=FILE     the number of calls is written here at the end
//   FAULT_DISK=WORDS     what the file system lacks: no-unnamed (O_TMPFILE), no-exchange (renameat2 with
//                        flags), no-links; or slow-sync, where every sync takes another 2 ms
//   FAULT_SYNCS=FILE     the number of calls that wait for the disk is written here at the end
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

namespace {

std::atomic<long> calls = 0, syncs = 0;

template <class F>
F* real(const char* name) {
    return reinterpret_cast<F*>(dlsym(RTLD_NEXT, name));
}

/// What the test asks for, as it was before main(): the program overwrites its environment at its end.
const char* setting(const char* name) {
    static const std::map<std::string, std::string> kept = [] {
        std::map<std::string, std::string> out;
        for (char** entry = environ; *entry; ++entry) {
            const std::string text = *entry;
            if (text.starts_with("FAULT"))
                out.emplace(text.substr(0, text.find('=')), text.substr(text.find('=') + 1));
        }
        return out;
    }();
    const auto found = kept.find(name);
    return found == kept.end() ? nullptr : found->second.c_str();
}
[[maybe_unused]] const bool kept_early = (setting(""), true);

/// Whether this call has to fail; errno is set then.
bool fails() {
    const long number = ++calls;
    const char* at = setting("FAULT_AT");
    if (!at || number != std::atol(at)) return false;
    const char* fault = setting("FAULT");
    if (!fault || std::strcmp(fault, "kill") == 0) raise(SIGKILL);
    errno = std::atoi(fault);
    return true;
}

bool disk_has(const char* word) {
    const char* words = setting("FAULT_DISK");
    return words && std::strstr(words, word) != nullptr;
}

/// What this file system cannot do fails as it fails there.
bool lacks(const char* word, int error) {
    if (!disk_has(word)) return false;
    errno = error;
    return true;
}

void note_sync() {
    ++syncs;
    if (disk_has("slow-sync")) ::usleep(2000);
}

void write_number(const char* variable, long number) {
    const char* path = setting(variable);
    FILE* out = path ? std::fopen(path, "w") : nullptr;
    if (!out) return;
    std::fprintf(out, "%ld", number);
    std::fclose(out);
}

struct Count {
    ~Count() {
        const long counted = calls;  // before the files below are opened
        write_number("FAULT_COUNT", counted);
        write_number("FAULT_SYNCS", syncs);
    }
} count;

}  // namespace

#define FORWARD(RESULT, NAME, TYPES, ARGUMENTS)              \
    extern "C" RESULT NAME TYPES {                           \
        static auto* const next = real<RESULT TYPES>(#NAME); \
        if (fails()) return -1;                              \
        return next ARGUMENTS;                               \
    }

FORWARD(int, mkdir, (const char* path, mode_t mode), (path, mode))
FORWARD(int, rename, (const char* from, const char* to), (from, to))
FORWARD(int, unlink, (const char* path), (path))
FORWARD(int, unlinkat, (int folder, const char* path, int flags), (folder, path, flags))
FORWARD(int, rmdir, (const char* path), (path))
FORWARD(int, remove, (const char* path), (path))
FORWARD(int, flock, (int fd, int operation), (fd, operation))
FORWARD(int, fchown, (int fd, uid_t user, gid_t group), (fd, user, group))
FORWARD(int, lchown, (const char* path, uid_t user, gid_t group), (path, user, group))

#define FORWARD_SYNC(NAME)                               \
    extern "C" int NAME(int fd) {                        \
        static auto* const next = real<int(int)>(#NAME); \
        if (fails()) return -1;                          \
        note_sync();                                     \
        return next(fd);                                 \
    }

FORWARD_SYNC(fsync)
FORWARD_SYNC(fdatasync)
FORWARD_SYNC(syncfs)

extern "C" int renameat2(int a, const char* from, int b, const char* to, unsigned flags) {
    static auto* const next = real<int(int, const char*, int, const char*, unsigned)>("renameat2");
    if (fails()) return -1;
    if (flags != 0 && lacks("no-exchange", EINVAL)) return -1;
    return next(a, from, b, to, flags);
}

extern "C" int link(const char* from, const char* to) {
    static auto* const next = real<int(const char*, const char*)>("link");
    if (fails() || lacks("no-links", EPERM)) return -1;
    return next(from, to);
}

extern "C" int linkat(int a, const char* from, int b, const char* to, int flags) {
    static auto* const next = real<int(int, const char*, int, const char*, int)>("linkat");
    if (fails() || lacks("no-links", EPERM)) return -1;
    return next(a, from, b, to, flags);
}

extern "C" ssize_t write(int fd, const void* data, size_t size) {
    static auto* const next = real<ssize_t(int, const void*, size_t)>("write");
    if (fd > 2 && fails()) return -1;
    return next(fd, data, size);
}

namespace {

constexpr int unnamed = O_TMPFILE & ~O_DIRECTORY;

/// Whether an opening does not come to pass; errno is set then.
bool may_not_open(int flags) {
    const bool makes = (flags & O_CREAT) != 0 || (flags & unnamed) == unnamed;
    if (makes && fails()) return true;
    return (flags & unnamed) == unnamed && lacks("no-unnamed", EOPNOTSUPP);
}

bool takes_mode(int flags) {
    return (flags & O_CREAT) != 0 || (flags & unnamed) == unnamed;
}

}  // namespace

#define OPEN(NAME)                                                         \
    extern "C" int NAME(const char* path, int flags, ...) {                \
        static auto* const next = real<int(const char*, int, ...)>(#NAME); \
        va_list rest;                                                      \
        va_start(rest, flags);                                             \
        const mode_t mode = takes_mode(flags) ? va_arg(rest, mode_t) : 0;  \
        va_end(rest);                                                      \
        return may_not_open(flags) ? -1 : next(path, flags, mode);         \
    }

OPEN(open)
OPEN(open64)
