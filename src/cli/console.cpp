#include "cli/console.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>

#include "core/json.hpp"
#include "core/secret_name.hpp"
#include "core/utf8.hpp"
#include "io/terminal.hpp"

namespace tgferry::cli {
namespace {

void say(std::string_view kind, std::string_view message) {
    (void)io::write_stream(io::Stream::err, fmt::format("tgferry: {}: {}\n", kind, printable(message)));
}

/// Terminals obey C0 and C1 (U+009B begins a command as ESC [ does), and bidirectional marks show a text in
/// another order than it has.
bool is_command(std::uint32_t code) {
    const auto in = [code](std::uint32_t first, std::uint32_t last) { return code >= first && code <= last; };
    const bool control = in(0, 0x1f) || in(0x7f, 0x9f);
    const bool direction = code == 0x61c || in(0x200e, 0x200f) || in(0x202a, 0x202e) || in(0x2066, 0x2069);
    return control || direction || in(0x2028, 0x2029);
}

}  // namespace

std::string printable(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto character = core::first_character(text);
        const std::string_view bytes = text.substr(0, character ? character->size : 1);
        text.remove_prefix(bytes.size());
        if (character && !is_command(character->code)) {
            out += bytes;
            continue;
        }
        for (const char c : bytes) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    }
    return out;
}

int report(const Error& error, bool json) {
    say("error", error.text());
    if (!error.hint.empty()) say("hint", error.hint);
    const int status = exit_code(error.code);
    if (json) {
        core::Json object = {{"error",
                              {{"code", code_name(error.code)},
                               {"message", error.text()},
                               {"hint", error.hint.empty() ? core::Json(nullptr) : core::Json(error.hint)},
                               {"exit", status}}}};
        const bool locked =
            error.code == ErrorCode::passcode_required || error.code == ErrorCode::passcode_wrong;
        if (locked) object["error"]["secret"] = core::secret_name(error.secret);
        (void)io::write_stream(io::Stream::err, std::string(reveal(core::dump(object))) + "\n");
    }
    return status;
}

void warn(std::string_view message) {
    say("warning", message);
}
void note(std::string_view message) {
    say("note", message);
}

Result<void> print(std::string_view text) {
    auto written = io::write_stream(io::Stream::out, text);
    if (written) return written;
    written.error().hint =
        "what reads it has gone, or has no room; -o FILE writes to a file, where the verb has it";
    return pass_on(std::move(written.error()), "standard output");
}

int print_or_report(std::string_view text, bool json) {
    const auto printed = print(text);
    return printed ? 0 : report(printed.error(), json);
}

bool colours() noexcept {
    const char* off = std::getenv("NO_COLOR");
    return io::is_terminal(io::Stream::out) && !(off && *off);
}

std::string bold(std::string_view text) {
    return colours() ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text);
}

}  // namespace tgferry::cli
