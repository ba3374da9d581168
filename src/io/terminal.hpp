// The process and its streams: interrupts, closed streams, and what keeps secrets out of core files.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string_view>
#include <tgferry/result.hpp>

namespace tgferry::io {

enum class Stream { in, out, err };

[[nodiscard]] bool is_terminal(Stream stream) noexcept;

/// Writes everything, or says why not. Errors: cannot_write, for example when the reader of a pipe has gone.
[[nodiscard]] Result<void> write_stream(Stream stream, std::string_view text);

/// To be called before anything is opened. Standard streams that are closed become ones that fail; no core
/// files, and no other process of this user may read this one's memory; a gone reader (SIGPIPE) and a limit
/// on file sizes (SIGXFSZ) become errors; SIGINT, SIGTERM, SIGHUP and SIGQUIT set interrupted() and end
/// wait_for_input().
void prepare_process() noexcept;
/// Overwrites the values of all environment variables: a secret may have come in one. For the program's end.
void forget_environment() noexcept;

enum class Wait { ready, timed_out, interrupted };
/// Until a read would not block, or for so long.
[[nodiscard]] Wait wait_for_input(int fd, std::optional<std::chrono::milliseconds> limit = {}) noexcept;
[[nodiscard]] bool interrupted() noexcept;
/// The same, for whoever has to look at it without knowing this process.
[[nodiscard]] const std::atomic<bool>& interrupt_flag() noexcept;

}  // namespace tgferry::io
