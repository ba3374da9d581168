// tgferry help TOPIC
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/console.hpp"
#include "cli/exit_codes.hpp"
#include "cli/usage_error.hpp"
#include "cli/verbs.hpp"

namespace tgferry::cli {
namespace {

std::string formats_topic() {
    std::string out =
        "Formats, as --to and --from take them. The input's format is detected from its structure.\n";
    for (const FormatInfo* info : all_formats()) {
        out += fmt::format("\n{}\n  {}: {}.\n", bold(info->id), info->library, info->summary);
        std::string needs;
        for (const Field field : info->carries.needs.list()) {
            needs += (needs.empty() ? "" : ", ") + std::string(field_name(field));
        }
        if (!needs.empty()) out += fmt::format("  Needs: {}.\n", needs);
        out += fmt::format("  Proven by: {}.\n", info->proof);
    }
    out += "\nAPI profiles, as --api-profile takes them:\n";
    for (const KnownApi& api : known_apis()) {
        out += fmt::format("  {:<14} {:>6}  {}\n", api.name, api.id, api.library);
    }
    return out;
}

std::string exit_codes_topic() {
    std::string out;
    for (const ExitCode& row : exit_codes) out += fmt::format("{:>4}  {}\n", row.code, row.meaning);
    return out;
}

std::string environment_topic() {
    return R"(NO_COLOR          set to anything: no colours

Variables of your own, named by these options. One is filled without leaving a trace in the shell's history by
`read -rs NAME; export NAME`.

--from-env NAME           the session string
--passcode-env NAME       the passcode of the input (tdata)
--tdlib-key-env NAME      the database encryption key of the input (tdlib)
--api-hash-env NAME       the API hash: as a fact, and to open the input (wtelegramclient)
--new-passcode-env NAME   the passcode that a new tdata folder gets
--new-tdlib-key-env NAME  the database encryption key that a new tdlib folder gets
--into-passcode-env NAME  the passcode of the folder that --into names
)";
}

std::string security_topic() {
    return R"(A session is a password: whoever has the auth key is logged in.

  Keys are never printed unless you ask (a text target on stdout, inspect --reveal).
  Keys and other secrets are never taken from the command line, where `ps` and the shell's history keep
  them: use standard input, a file, --from-env NAME, or the prompt.
  A passcode locks a tdata folder on the disk, a database encryption key a tdlib folder: whoever has both
  has the keys. A new folder has one only where you give it with --new-passcode or --new-tdlib-key, even if
  the source was locked.
  The API hash that opens a wtelegramclient file protects it from nobody who has the program.
  Outputs have mode 0600, folders 0700. The source is never modified, not even its times.
  convert copies the key: both files are then the same login. Running both at once can end it
  (AUTH_KEY_DUPLICATED), and logging out in one logs out the other.
  If a session leaked, end it under Settings > Devices in an official app.
  Convert your own sessions only.
)";
}

/// The address to write, or a dash.
std::string address(std::int32_t dc, bool test, IpVersion ip, DcPurpose purpose) {
    const auto endpoint = dc_endpoint(dc, test, ip, purpose);
    return endpoint ? endpoint->host : "-";
}

/// Every DC that the table of addresses knows.
std::string dcs_topic() {
    constexpr std::int32_t last = 255;
    constexpr std::string_view row = "{:>4}  {:<10}  {:<24}  {:<24}  {}\n";
    std::string out =
        "The data centres, as --dc takes them, and the addresses that are written for them.\n\n";
    out += bold(fmt::format(row, "DC", "servers", "main", "media", "port"));
    for (const bool test : {false, true}) {
        for (std::int32_t dc = 1; dc <= last; ++dc) {
            const auto main = dc_endpoint(dc, test);
            if (!main) continue;
            for (const IpVersion ip : {IpVersion::v4, IpVersion::v6}) {
                const bool first = ip == IpVersion::v4;
                out += fmt::format(row, first ? std::to_string(dc) : "",
                                   first ? (test ? "test" : "production") : "",
                                   address(dc, test, ip, DcPurpose::main),
                                   address(dc, test, ip, DcPurpose::media), main->port);
            }
        }
    }
    return out +
           "\nAccounts live on DCs 1 to 5, test accounts on 1 to 3. Other addresses of a DC are recognised "
           "too.\n";
}

using Topic = std::string (*)();

struct NamedTopic {
    std::string_view name;
    Topic text;
};

constexpr std::array topics = {
    NamedTopic{"formats", formats_topic},
    NamedTopic{"exit-codes", exit_codes_topic},
    NamedTopic{"environment", environment_topic},
    NamedTopic{"security", security_topic},
    NamedTopic{"dcs", dcs_topic},
};

constexpr std::string_view all_topics = "formats, exit-codes, environment, security, dcs, or a verb";

int help(CLI::App& app, const std::string& name) {
    if (name.empty()) {  // app.help() would be the help of the verb that was called: this one
        return print_or_report(
            app.get_formatter()->make_help(&app, app.get_name(), CLI::AppFormatMode::Normal));
    }
    for (const NamedTopic& topic : topics) {
        if (topic.name == name) return print_or_report(topic.text());
    }
    for (CLI::App* verb : app.get_subcommands({})) {
        if (verb->get_name() == name) return print_or_report(verb->help(app.get_name()));
    }
    return report({.code = ErrorCode::invalid_argument,
                   .message = fmt::format("there is no topic{}", quoted_word(name)),
                   .hint = fmt::format("topics: {}", all_topics)});
}

}  // namespace

void add_help(CLI::App& app, Run& run) {
    CLI::App* verb = app.add_subcommand("help", fmt::format("Explain {}", all_topics));
    auto topic = std::make_shared<std::string>();
    verb->add_option("TOPIC", *topic, std::string(all_topics));
    verb->callback([topic, &app, &run] { run = [topic, &app] { return help(app, *topic); }; });
}

}  // namespace tgferry::cli
