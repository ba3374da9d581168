// The process and its terminal: prompts without echo, interrupts, and what keeps secrets out of core files.
#pragma once

#include <string_view>
#include <tgferry/result.hpp>
#include <tgferry/secret.hpp>

namespace tgferry::io {

enum class Stream { in, out, err };

[[nodiscard]] bool is_terminal(Stream stream) noexcept;

/// Asks on the terminal, with echo off, and reads up to Enter; all lines of what is pasted belong to the
/// answer. Errors: cannot_read when there is no terminal, or for more than 1 MiB; interrupted.
[[nodiscard]] Result<SecretText> prompt_secret(std::string_view question);

/// Writes everything, or says why not. Errors: cannot_write, for example when the reader of a pipe has gone.
[[nodiscard]] Result<void> write_stream(Stream stream, std::string_view text);

/// No core files; a gone reader (SIGPIPE) and a limit on file sizes (SIGXFSZ) become errors; SIGINT, SIGTERM,
/// SIGHUP and SIGQUIT set interrupted() and end wait_for_input().
void prepare_process() noexcept;
/// Until a read would not block. False when interrupted, or when the time (-1: for ever) is over.
[[nodiscard]] bool wait_for_input(int fd, int milliseconds = -1) noexcept;
[[nodiscard]] bool interrupted() noexcept;

}  // namespace tgferry::io
