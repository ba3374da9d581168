#include "io/terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <tgferry/secret.hpp>

#include "io/file.hpp"

namespace tgferry::io {
namespace {

std::atomic<bool> interrupt_seen = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set no other");
/// Readable once a signal came: a signal just before a read() would otherwise be noticed only after it.
int wake_read = -1, wake_write = -1;

void on_interrupt(int) {
    const int saved = errno;
    interrupt_seen = true;
    if (wake_write >= 0) (void)!::write(wake_write, "", 1);
    errno = saved;
}

/// Streams that the caller closed are occupied by what can neither be read nor written. Otherwise the next
/// file opened would become the standard input or output.
void occupy_standard_streams() noexcept {
    int fd = -1;
    do {
        fd = ::open("/", O_PATH | O_CLOEXEC);
    } while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0) ::close(fd);
}

void open_wake_pipe() noexcept {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return;
    wake_read = ends[0];
    wake_write = ends[1];
}

int number(Stream stream) noexcept {
    switch (stream) {
        case Stream::in: return STDIN_FILENO;
        case Stream::out: return STDOUT_FILENO;
        case Stream::err: return STDERR_FILENO;
    }
    return -1;
}

}  // namespace

bool is_terminal(Stream stream) noexcept {
    return ::isatty(number(stream)) == 1;
}

Result<void> write_stream(Stream stream, std::string_view text) {
    while (!text.empty()) {
        const ssize_t put = ::write(number(stream), text.data(), text.size());
        if (put < 0 && errno == EINTR) continue;
        if (put < 0)
            return fail(ErrorCode::cannot_write, "cannot write the output: " + system_message(errno));
        text.remove_prefix(static_cast<std::size_t>(put));
    }
    return {};
}

void prepare_process() noexcept {
    occupy_standard_streams();
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    (void)std::signal(SIGPIPE, SIG_IGN);
    (void)std::signal(SIGXFSZ, SIG_IGN);
    open_wake_pipe();
    struct sigaction action{};
    action.sa_handler = on_interrupt;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
        struct sigaction before{};
        // What the caller ignores (nohup, a background job) stays ignored.
        if (::sigaction(signal, nullptr, &before) == 0 && before.sa_handler == SIG_IGN) continue;
        ::sigaction(signal, &action, nullptr);
    }
}

void forget_environment() noexcept {
    for (char** entry = ::environ; entry && *entry; ++entry) {
        if (char* value = std::strchr(*entry, '=')) wipe(value + 1, std::strlen(value + 1));
    }
}

Wait wait_for_input(int fd, std::optional<std::chrono::milliseconds> limit) noexcept {
    const auto ready = [] { return interrupted() ? Wait::interrupted : Wait::ready; };
    if (fd < 0) return ready();  // poll would skip it and wait for ever
    const int timeout = limit ? static_cast<int>(limit->count()) : -1;
    while (!interrupted()) {
        std::array<pollfd, 2> wait = {pollfd{fd, POLLIN, 0}, pollfd{wake_read, POLLIN, 0}};
        const int events = ::poll(wait.data(), wait.size(), timeout);
        if (events == 0) return Wait::timed_out;
        if ((events < 0 && errno != EINTR) || wait[0].revents != 0) return ready();
    }
    return Wait::interrupted;
}

bool interrupted() noexcept {
    return interrupt_seen;
}

const std::atomic<bool>& interrupt_flag() noexcept {
    return interrupt_seen;
}

}  // namespace tgferry::io
