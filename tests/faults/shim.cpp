// Preloaded into the program: counts the calls that change the disk, and at one of them the process is killed
// or the call fails. So every step of a write can be the last one.
//
//   FAULT_AT=N           the N-th call, counted from 1; none where it is absent
//   FAULT=kill|ERRNO     SIGKILL before the call, or the call fails with this error number
//   FAULT_COUNT=FILE     the number of calls is written here at the end
//   FAULT_OLD_DISK=1     renameat2 fails with EINVAL, as on file systems that know plain renames only
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

long calls = 0;

template <class F>
F* real(const char* name) {
    return reinterpret_cast<F*>(dlsym(RTLD_NEXT, name));
}

/// Whether this call has to fail; errno is set then.
bool fails() {
    ++calls;
    const char* at = std::getenv("FAULT_AT");
    if (!at || calls != std::atol(at)) return false;
    const char* fault = std::getenv("FAULT");
    if (!fault || std::strcmp(fault, "kill") == 0) raise(SIGKILL);
    errno = std::atoi(fault);
    return true;
}

struct Count {
    ~Count() {
        const char* path = std::getenv("FAULT_COUNT");
        if (!path) return;
        if (FILE* out = std::fopen(path, "w")) {
            std::fprintf(out, "%ld", calls);
            std::fclose(out);
        }
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
FORWARD(int, fsync, (int fd), (fd))
FORWARD(int, rename, (const char* from, const char* to), (from, to))
FORWARD(int, link, (const char* from, const char* to), (from, to))
FORWARD(int, mkostemp, (char* name, int flags), (name, flags))

extern "C" int renameat2(int a, const char* from, int b, const char* to, unsigned flags) {
    static auto* const next = real<int(int, const char*, int, const char*, unsigned)>("renameat2");
    if (fails()) return -1;
    if (!std::getenv("FAULT_OLD_DISK")) return next(a, from, b, to, flags);
    errno = EINVAL;
    return -1;
}

extern "C" char* mkdtemp(char* name) {
    static auto* const next = real<char*(char*)>("mkdtemp");
    return fails() ? nullptr : next(name);
}

extern "C" ssize_t write(int fd, const void* data, size_t size) {
    static auto* const next = real<ssize_t(int, const void*, size_t)>("write");
    if (fd > 2 && fails()) return -1;
    return next(fd, data, size);
}

extern "C" int open(const char* path, int flags, ...) {
    static auto* const next = real<int(const char*, int, ...)>("open");
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if ((flags & O_CREAT) != 0 && fails()) return -1;
    return next(path, flags, mode);
}
