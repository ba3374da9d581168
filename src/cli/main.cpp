#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <span>
#include <sstream>

#include "cli/console.hpp"
#include "cli/string_argument.hpp"
#include "cli/usage_error.hpp"
#include "cli/verbs.hpp"
#include "core/budget.hpp"
#include "core/wiping_memory.hpp"
#include "io/place.hpp"
#include "io/terminal.hpp"

namespace {

using namespace tgferry;

Error string_as_argument() {
    return {
        .code = ErrorCode::invalid_argument,
        .message = "the argument looks like a session string",
        .hint =
            "the shell's history and other users can see arguments; pipe it in: tgferry ... < FILE, or use "
            "--from-env NAME"};
}

bool is_verb(const CLI::App& app, std::string_view word) {
    const auto verbs = app.get_subcommands([](const CLI::App*) { return true; });
    return std::ranges::any_of(verbs, [word](const CLI::App* verb) { return verb->get_name() == word; });
}

/// As inputs are found: also with ".session" behind the name.
bool is_input(std::string_view word) {
    std::error_code ignored;
    return word == "-" || std::filesystem::exists(io::place_of(word).main, ignored);
}

/// The arguments in the order that CLI11 wants: the last one first. What stands behind `--` is a path even
/// when it looks like an option.
std::vector<std::string> words_of(std::span<char*> arguments) {
    std::vector<std::string> words;
    bool only_paths = false;
    for (const std::string_view word : arguments) {
        if (!only_paths && word == "--") {
            only_paths = true;
        } else {
            const bool like_option = only_paths && word.size() > 1 && word[0] == '-';
            words.push_back((like_option ? "./" : "") + std::string(word));
        }
    }
    std::ranges::reverse(words);
    return words;
}

int parse_and_run(std::span<char*> arguments, bool json) {
    if (cli::any_looks_like_session(arguments)) return cli::report(string_as_argument(), json);
    if (auto secret = cli::secret_behind_flag(arguments)) return cli::report(*secret, json);
    CLI::App app("Carries Telegram sessions between client libraries. For your own accounts only.",
                 "tgferry");
    app.set_version_flag("--version", "tgferry " TGFERRY_VERSION);
    app.require_subcommand(1);
    app.set_help_all_flag("--help-all", "Help of every verb");
    app.footer("`tgferry help TOPIC` explains formats, exit-codes, environment, security and dcs.");
    cli::Run run;
    for (const auto add : {cli::add_convert, cli::add_inspect, cli::add_formats, cli::add_diff,
                           cli::add_completion, cli::add_help}) {
        add(app, run);
    }
    auto words = words_of(arguments);
    const std::string first = arguments.empty() ? "" : arguments.front();
    const bool is_option = first.starts_with('-') && first != "-";
    if (!first.empty() && !is_option && !is_verb(app, first)) {
        if (!is_input(first)) return cli::report(cli::unknown_verb(app, first), json);
        words.emplace_back("inspect");  // tgferry INPUT; the words are in reverse
    }
    try {
        app.parse(words);
    } catch (const CLI::Success& wanted_help) {
        std::ostringstream text;
        app.exit(wanted_help, text, text);
        return cli::print_or_report(text.str());
    } catch (const CLI::ParseError& error) {
        const bool misplaced = is_option && app.get_subcommands().empty();
        return cli::report(misplaced ? cli::misplaced_option(first) : cli::usage_error(error, app), json);
    }
    return run();
}

/// A function of its own, so that all that it had on the stack lies below main().
[[gnu::noinline]] int guarded(std::span<char*> arguments, bool json) {
    try {
        return parse_and_run(arguments, json);
    } catch (const std::bad_alloc&) {  // all that the library throws
        return cli::report(core::out_of_memory(), json);
    } catch (const std::exception& error) {
        return cli::report({.code = ErrorCode::internal,
                            .message = error.what(),
                            .hint = "this is a defect of tgferry: please report it"},
                           json);
    }
}

}  // namespace

int main(int argc, char** argv) {
    const bool wiping = wipe_buffers_of_libraries();
    io::prepare_process();
    const auto arguments = std::span(argv, static_cast<std::size_t>(argc)).subspan(argc > 0 ? 1U : 0U);
    const bool json = std::ranges::count(arguments, std::string_view("--json")) > 0;
    if (!wiping) {
        return cli::report({.code = ErrorCode::internal,
                            .message = "the buffers of SQLite or OpenSSL cannot be wiped",
                            .hint = "this is a defect of tgferry: please report it"},
                           json);
    }
    const int status = guarded(arguments, json);
    io::forget_environment();
    core::forget_stack();
    return status;
}
