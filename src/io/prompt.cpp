// The prompt for secrets. What is pasted may be several lines, some of which arrive a moment after the
// others; what would be left of it when the prompt ends, the shell would show, run, and keep in its history.
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include "io/file.hpp"
#include "io/prompt.hpp"
#include "io/terminal.hpp"

namespace tgferry::io {
namespace {

constexpr std::size_t longest_answer = std::size_t{1} << 20;
/// A line after which nothing came for so long was the last one.
constexpr std::chrono::milliseconds quiet_time{300};

// Bracketed paste: a terminal that knows it marks where a paste begins and ends.
constexpr std::string_view marks_on = "\x1b[?2004h", marks_off = "\x1b[?2004l";
constexpr std::string_view paste_begins = "\x1b[200~", paste_ends = "\x1b[201~";

bool say(int terminal, std::string_view text) {
    return ::write(terminal, text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

/// A terminal that shows nothing and hands over every key at once, as long as this lives, whatever way the
/// scope is left.
class Quiet {
  public:
    explicit Quiet(int fd) : fd_(fd) {
        active_ = ::tcgetattr(fd, &before_) == 0;
        termios quiet = before_;
        // Whole lines would be cut at 4095 bytes, and the last one kept back until Enter.
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON);
        quiet.c_cc[VMIN] = 1;
        quiet.c_cc[VTIME] = 0;
        if (active_) ::tcsetattr(fd, TCSAFLUSH, &quiet);
        const char* kind = std::getenv("TERM");
        marks_ = active_ && kind && *kind && std::strcmp(kind, "dumb") != 0 && say(fd, marks_on);
    }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;
    ~Quiet() {
        if (marks_) (void)say(fd_, marks_off);
        if (active_) ::tcsetattr(fd_, TCSAFLUSH, &before_);  // what is still unread is thrown away
    }

    /// Whether the user has set this key for that purpose: VERASE, VKILL, VEOF.
    [[nodiscard]] bool is_key(std::size_t purpose, char typed) const {
        const cc_t key = before_.c_cc[purpose];
        return active_ && key != _POSIX_VDISABLE && key == static_cast<cc_t>(typed);
    }

  private:
    int fd_;
    bool active_ = false, marks_ = false;
    termios before_{};
};

/// What has been typed and pasted so far.
class Answer {
  public:
    void add(char c) {
        ended_ = (c == '\n' || c == '\r') && !in_paste_;
        too_long_ = too_long_ || size_ == text_.size();
        if (too_long_) return;
        text_.edit()[size_++] = c;
        if (drop_end(paste_begins)) in_paste_ = true;
        if (drop_end(paste_ends)) in_paste_ = false;
    }
    void erase_character() {
        while (size_ > 0 && is_continuation(text_.view()[size_ - 1])) --size_;
        if (size_ > 0) --size_;
    }
    void erase_all() { size_ = 0; }
    /// By Enter, unless more follows.
    [[nodiscard]] bool ended() const { return ended_; }

    [[nodiscard]] Result<SecretText> take() {
        if (too_long_) {
            return fail(ErrorCode::cannot_read, "more than 1 MiB was pasted", "put it into a file");
        }
        while (size_ > 0 && (text_.view()[size_ - 1] == '\n' || text_.view()[size_ - 1] == '\r')) --size_;
        return secret_text(so_far());
    }

  private:
    [[nodiscard]] std::string_view so_far() const { return reveal(text_).substr(0, size_); }
    static bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0u) == 0x80; }
    bool drop_end(std::string_view mark) {
        const bool there = so_far().ends_with(mark);
        if (there) size_ -= mark.size();
        return there;
    }

    SecretText text_{longest_answer};
    std::size_t size_ = 0;
    bool in_paste_ = false, ended_ = false, too_long_ = false;
};

Result<SecretText> read_answer(int fd, const Quiet& keys) {
    Answer answer;
    SecretText chunk(4096);
    while (true) {
        const Wait wait = wait_for_input(fd, answer.ended() ? std::optional(quiet_time) : std::nullopt);
        if (wait == Wait::interrupted) return fail(ErrorCode::interrupted, "interrupted");
        if (wait == Wait::timed_out) return answer.take();
        const ssize_t got = ::read(fd, chunk.edit().data(), chunk.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return answer.take();
        for (const char typed : reveal(chunk).substr(0, static_cast<std::size_t>(got))) {
            if (keys.is_key(VEOF, typed)) return answer.take();
            if (keys.is_key(VERASE, typed)) {
                answer.erase_character();
            } else if (keys.is_key(VKILL, typed)) {
                answer.erase_all();
            } else {
                answer.add(typed);
            }
        }
    }
}

}  // namespace

Result<SecretText> prompt_secret(std::string_view question) {
    const Descriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
    if (!terminal) {
        return fail(ErrorCode::cannot_read, "there is no terminal to ask on",
                    "pipe it in, or use a file, a descriptor or an environment variable");
    }
    const Quiet quiet(terminal.get());
    if (!say(terminal.get(), question)) return fail(ErrorCode::cannot_read, "cannot write to the terminal");
    auto answer = read_answer(terminal.get(), quiet);
    (void)say(terminal.get(), "\n");
    return answer;
}

}  // namespace tgferry::io
