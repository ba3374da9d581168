// What the program says: data on stdout, everything else on stderr.
#pragma once

#include <string_view>
#include <tgferry/tgferry.hpp>

namespace tgferry::cli {

/// `tgferry: error: ...`, its hint, and with `json` one JSON object more. Returns the exit status.
int report(const Error& error, bool json = false);
void warn(std::string_view message);
void note(std::string_view message);
/// Errors: cannot_write.
[[nodiscard]] Result<void> print(std::string_view text);
/// Prints and turns a failure into an exit status.
int print_or_report(std::string_view text, bool json = false);

/// Whether stdout takes colours: a terminal, and NO_COLOR unset or empty.
[[nodiscard]] bool colours() noexcept;
/// The text in bold where stdout takes colours.
[[nodiscard]] std::string bold(std::string_view text);

/// Error texts may quote input: what a terminal would obey, and what is no UTF-8, is shown as \xNN.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace tgferry::cli
