#include <CLI/CLI.hpp>

#include "cli/console.hpp"
#include "cli/verbs.hpp"
#include "io/terminal.hpp"

namespace {

int parse_and_run(int argc, char** argv) {
    using namespace tgferry;
    CLI::App app("Carries Telegram sessions between client libraries. For your own accounts only.", "tgferry");
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
        app.parse(argc, argv);
    } catch (const CLI::Success& wanted_help) {
        return app.exit(wanted_help);
    } catch (const CLI::ParseError& error) {
        return cli::report({.code = ErrorCode::invalid_argument,
                            .message = error.what(),
                            .hint = "see `tgferry --help` and `tgferry VERB --help`"});
    }
    return run();
}

}  // namespace

int main(int argc, char** argv) {
    tgferry::io::prepare_process();
    try {
        return parse_and_run(argc, argv);
    } catch (const std::exception& error) {  // memory, or a defect of ours: the library itself throws nothing
        return tgferry::cli::report({.code = tgferry::ErrorCode::internal, .message = error.what()});
    }
}
