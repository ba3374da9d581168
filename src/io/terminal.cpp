#include "io/terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "io/file.hpp"

namespace tgferry::io {
namespace {

volatile std::sig_atomic_t interrupt_seen = 0;
/// Readable once a signal came: a signal just before a read() would otherwise be noticed only after it.
int wake_read = -1, wake_write = -1;

void on_interrupt(int) {
    const int saved = errno;
    interrupt_seen = 1;
    if (wake_write >= 0) (void)!::write(wake_write, "", 1);
    errno = saved;
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
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
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

bool wait_for_input(int fd, int milliseconds) noexcept {
    if (fd < 0) return !interrupted();  // poll would skip it and wait for ever
    while (!interrupted()) {
        std::array<pollfd, 2> wait = {pollfd{fd, POLLIN, 0}, pollfd{wake_read, POLLIN, 0}};
        const int ready = ::poll(wait.data(), wait.size(), milliseconds);
        if (ready == 0) return false;
        if (ready < 0 && errno != EINTR) return !interrupted();
        if (wait[0].revents != 0) return !interrupted();
    }
    return false;
}

bool interrupted() noexcept {
    return interrupt_seen != 0;
}

}  // namespace tgferry::io
