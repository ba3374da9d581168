#include "io/prompt.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>

#include "io/file.hpp"
#include "io/terminal.hpp"

namespace tgferry::io {
namespace {

constexpr std::size_t max_pasted = 64 * 1024;
/// Lines of one paste follow each other faster, Enter and whatever a person does next slower.
constexpr std::chrono::milliseconds end_of_paste{300};
// Bracketed paste: the terminal puts marks around what is pasted (xterm's control sequences). Those that do
// not know it pass over the request.
constexpr std::string_view marks_on = "\x1b[?2004h", marks_off = "\x1b[?2004l";
constexpr std::string_view paste_begins = "\x1b[200~", paste_ends = "\x1b[201~";
constexpr char end_of_input = 0x04, erase_line = 0x15, backspace = 0x08, erase = 0x7f;

bool say(int fd, std::string_view text) {
    return ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

/// No echo, and every key at once instead of whole lines, while it lives; whatever way the scope is left.
/// What was typed but not read is thrown away on both ends: the rest of a paste must not reach the shell.
class QuietTerminal {
  public:
    explicit QuietTerminal(int fd) : fd_(fd) {
        active_ = ::tcgetattr(fd, &before_) == 0;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON);
        quiet.c_cc[VMIN] = 1;
        quiet.c_cc[VTIME] = 0;
        if (active_) ::tcsetattr(fd, TCSAFLUSH, &quiet);
        const char* kind = std::getenv("TERM");
        obeys_ = kind && std::string_view(kind) != "dumb";
        if (obeys_) (void)say(fd, marks_on);
    }
    QuietTerminal(const QuietTerminal&) = delete;
    QuietTerminal& operator=(const QuietTerminal&) = delete;
    ~QuietTerminal() {
        if (obeys_) (void)say(fd_, marks_off);
        if (active_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
    }

  private:
    int fd_;
    bool active_ = false;  ///< before_ is known
    bool obeys_ = false;   ///< control sequences
    termios before_{};
};

/// What has been typed and pasted so far.
class Typed {
  public:
    void take(char key) {
        if (key == erase || key == backspace) {
            if (size_ > 0) --size_;
        } else if (key == erase_line) {
            size_ = 0;
        } else if (key == end_of_input) {
            closed_ = true;
        } else if (size_ < max_pasted) {
            text_.edit()[size_++] = key;
            if (drop_mark(paste_begins)) in_paste_ = true;
            if (drop_mark(paste_ends)) in_paste_ = false;
        } else {
            too_long_ = true;
        }
    }
    [[nodiscard]] bool is_closed() const { return closed_; }
    /// Unless more follows at once.
    [[nodiscard]] bool is_complete() const {
        return !in_paste_ && size_ > 0 && text_.view()[size_ - 1] == '\n';
    }
    [[nodiscard]] Result<SecretText> finish() && {
        if (too_long_) return fail(ErrorCode::cannot_read, "the input is too large for a session");
        while (size_ > 0 && (text_.view()[size_ - 1] == '\n' || text_.view()[size_ - 1] == '\r')) --size_;
        text_.shrink(size_);
        return std::move(text_);
    }

  private:
    bool drop_mark(std::string_view mark) {
        const bool there = reveal(text_).substr(0, size_).ends_with(mark);
        if (there) size_ -= mark.size();
        return there;
    }

    SecretText text_{max_pasted};
    std::size_t size_ = 0;
    bool in_paste_ = false, closed_ = false, too_long_ = false;
};

Result<SecretText> read_typed(int fd) {
    Typed typed;
    SecretText keys(4096);
    while (!typed.is_closed()) {
        const Wait input = typed.is_complete() ? wait_for_input(fd, end_of_paste) : wait_for_input(fd);
        if (input == Wait::interrupted) return fail(ErrorCode::interrupted, "interrupted");
        if (input == Wait::timed_out) break;
        const ssize_t got = ::read(fd, keys.edit().data(), keys.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        for (const char key : reveal(keys).substr(0, static_cast<std::size_t>(got))) typed.take(key);
    }
    return std::move(typed).finish();
}

}  // namespace

Result<SecretText> prompt_secret(std::string_view question) {
    const Descriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
    if (!terminal) {
        return fail(ErrorCode::cannot_read, "there is no terminal to ask on",
                    "pipe it in, or use a file, a descriptor or an environment variable");
    }
    const QuietTerminal quiet(terminal.get());
    if (!say(terminal.get(), question)) return fail(ErrorCode::cannot_read, "cannot write to the terminal");
    auto typed = read_typed(terminal.get());
    (void)say(terminal.get(), "\n");
    return typed;
}

}  // namespace tgferry::io
