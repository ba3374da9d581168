#include "io/terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <termios.h>
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

/// Echo off while it lives, whatever way the scope is left.
class NoEcho {
  public:
    explicit NoEcho(int fd) : fd_(fd) {
        active_ = ::tcgetattr(fd, &before_) == 0;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        if (active_) ::tcsetattr(fd, TCSAFLUSH, &quiet);
    }
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;
    ~NoEcho() {
        if (active_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
    }

  private:
    int fd_;
    bool active_ = false;
    termios before_{};
};

Result<SecretText> read_line(int fd) {
    SecretText line(4096);
    std::size_t size = 0;
    while (size < line.size()) {
        if (!wait_for_input(fd)) return fail(ErrorCode::interrupted, "interrupted");
        const ssize_t got = ::read(fd, line.edit().data() + size, line.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        size += static_cast<std::size_t>(got);
        if (line.view()[size - 1] == '\n') break;
    }
    while (size > 0 && (line.view()[size - 1] == '\n' || line.view()[size - 1] == '\r')) --size;
    line.shrink(size);
    return line;
}

}  // namespace

bool is_terminal(Stream stream) noexcept {
    return ::isatty(number(stream)) == 1;
}

Result<SecretText> prompt_secret(std::string_view question) {
    const Descriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
    if (!terminal) {
        return fail(ErrorCode::cannot_read, "there is no terminal to ask on",
                    "pipe it in, or use a file, a descriptor or an environment variable");
    }
    const auto say = [&](std::string_view text) {
        return ::write(terminal.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
    };
    const NoEcho quiet(terminal.get());
    if (!say(question)) return fail(ErrorCode::cannot_read, "cannot write to the terminal");
    auto line = read_line(terminal.get());
    (void)say("\n");
    return line;
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

bool wait_for_input(int fd) noexcept {
    if (fd < 0) return !interrupted();  // poll would skip it and wait for ever
    while (!interrupted()) {
        std::array<pollfd, 2> wait = {pollfd{fd, POLLIN, 0}, pollfd{wake_read, POLLIN, 0}};
        if (::poll(wait.data(), wait.size(), -1) < 0 && errno != EINTR) return !interrupted();
        if (wait[0].revents != 0) return !interrupted();
    }
    return false;
}

bool interrupted() noexcept {
    return interrupt_seen != 0;
}

}  // namespace tgferry::io
