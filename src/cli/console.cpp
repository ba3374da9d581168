#include "cli/console.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "core/json.hpp"
#include "io/terminal.hpp"

namespace tgferry::cli {
namespace {

void say(std::string_view kind, std::string_view message) {
    (void)io::write_stream(io::Stream::err, fmt::format("tgferry: {}: {}\n", kind, printable(message)));
}

}  // namespace

std::string printable(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            out += fmt::format("\\x{:02x}", byte);
        } else {
            out += c;
        }
    }
    return out;
}

int report(const Error& error, bool json) {
    say("error", error.text());
    if (!error.hint.empty()) say("hint", error.hint);
    const int status = exit_code(error.code);
    if (json) {
        const core::Json object = {
            {"error",
             {{"code", code_name(error.code)},
              {"message", error.text()},
              {"hint", error.hint.empty() ? core::Json(nullptr) : core::Json(error.hint)},
              {"exit", status}}}};
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
    if (!written) return pass_on(std::move(written.error()), "standard output");
    return written;
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
