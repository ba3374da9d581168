// The process and its terminal: prompts without echo, interrupts, and what keeps secrets out of core files.
#pragma once

#include <string_view>
#include <tgferry/result.hpp>
#include <tgferry/secret.hpp>

namespace tgferry::io {

enum class Stream { in, out, err };

[[nodiscard]] bool is_terminal(Stream stream) noexcept;

/// Asks on the terminal, with echo off, and reads one line of at most 4095 bytes.
/// Errors: cannot_read when there is no terminal, interrupted.
[[nodiscard]] Result<SecretText> prompt_secret(std::string_view question);

/// Writes everything, or says why not. Errors: cannot_write, for example when the reader of a pipe has gone.
[[nodiscard]] Result<void> write_stream(Stream stream, std::string_view text);

/// To be called before anything is opened. Standard streams that are closed become ones that fail; no core
/// files; a gone reader (SIGPIPE) and a limit on file sizes (SIGXFSZ) become errors; SIGINT, SIGTERM, SIGHUP
/// and SIGQUIT set interrupted() and end wait_for_input().
void prepare_process() noexcept;
/// Until a read would not block. False when interrupted.
[[nodiscard]] bool wait_for_input(int fd) noexcept;
[[nodiscard]] bool interrupted() noexcept;

}  // namespace tgferry::io
