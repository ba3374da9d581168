#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <span>
#include <sstream>

#include "cli/console.hpp"
#include "cli/string_argument.hpp"
#include "cli/suggest.hpp"
#include "cli/verbs.hpp"
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

Error unknown_verb(const CLI::App& app, const std::string& word) {
    std::vector<std::string> verbs;
    for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
        verbs.push_back(verb->get_name());
    }
    const std::string_view meant = cli::nearest(word, verbs);
    return {.code = ErrorCode::invalid_argument,
            .message = fmt::format("there is no verb \"{}\"", cli::printable(word)),
            .hint = meant.empty() ? "see `tgferry --help`" : fmt::format("did you mean {}?", meant)};
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
    if (std::ranges::any_of(arguments, cli::looks_like_session))
        return cli::report(string_as_argument(), json);
    CLI::App app("Carries Telegram sessions between client libraries. For your own accounts only.",
                 "tgferry");
    app.set_version_flag("--version", "tgferry " TGFERRY_VERSION);
    app.require_subcommand(1);
    app.set_help_all_flag("--help-all", "Help of every verb");
    app.footer("`tgferry help TOPIC` explains formats, exit-codes, environment and security.");
    cli::Run run;
    for (const auto add : {cli::add_convert, cli::add_inspect, cli::add_formats, cli::add_diff,
                           cli::add_completion, cli::add_help}) {
        add(app, run);
    }
    try {
        app.parse(words_of(arguments));
    } catch (const CLI::Success& wanted_help) {
        std::ostringstream text;
        app.exit(wanted_help, text, text);
        return cli::print_or_report(text.str());
    } catch (const CLI::ParseError& error) {
        const std::string first = arguments.empty() ? "" : arguments.front();
        const bool names_verb = !first.empty() && first[0] != '-';
        if (names_verb && app.get_subcommands().empty()) return cli::report(unknown_verb(app, first), json);
        return cli::report({.code = ErrorCode::invalid_argument,
                            .message = error.what(),
                            .hint = "see `tgferry --help` and `tgferry VERB --help`"},
                           json);
    }
    return run();
}

}  // namespace

int main(int argc, char** argv) {
    io::prepare_process();
    const auto arguments = std::span(argv, static_cast<std::size_t>(argc)).subspan(argc > 0 ? 1U : 0U);
    const bool json = std::ranges::count(arguments, std::string_view("--json")) > 0;
    try {
        return parse_and_run(arguments, json);
    } catch (const std::bad_alloc&) {  // all that the library throws
        return cli::report({.code = ErrorCode::internal,
                            .message = "out of memory",
                            .hint = "convert fewer inputs at once, or allow the program more memory"},
                           json);
    } catch (const std::exception& error) {
        return cli::report({.code = ErrorCode::internal,
                            .message = error.what(),
                            .hint = "this is a defect of tgferry: please report it"},
                           json);
    }
}
