#include "cli/passcode.hpp"

#include <fmt/format.h>

#include "cli/console.hpp"
#include "io/prompt.hpp"
#include "io/terminal.hpp"

namespace tgferry::cli {

Result<Passcode> ask_passcode(const std::string& label) {
    auto text = io::prompt_secret(fmt::format("Passcode of {} (it is not shown): ", printable(label)));
    if (!text) return std::unexpected(std::move(text.error()));
    return Passcode(std::move(*text));
}

bool can_ask() noexcept {
    return io::is_terminal(io::Stream::in) && io::is_terminal(io::Stream::err);
}

}  // namespace tgferry::cli
