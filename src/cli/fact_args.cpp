#include "cli/fact_args.hpp"

#include <CLI/CLI.hpp>

#include "core/ip.hpp"

namespace tgferry::cli {

FactArgs::FactArgs(CLI::App& verb)
    : api_hash_(verb, "api-hash", "API hash; it also opens the input (wtelegramclient)") {
    verb.add_option("--dc", plain_.dc, "Home DC, where the source does not know it")
        ->check(CLI::Range(1, 255));
    auto* test = verb.add_flag("--test", test_, "The session belongs to the test servers");
    verb.add_flag("--production", production_, "The session belongs to the production servers")
        ->excludes(test);
    verb.add_option("--user-id", plain_.user_id, "Id of the account")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 52));
    auto* bot = verb.add_flag("--bot", bot_, "The account is a bot");
    verb.add_flag("--user", user_, "The account is a person's")->excludes(bot);
    verb.add_option("--api-id", plain_.api_id, "Telegram API id")->check(CLI::Range(1, INT32_MAX));
    verb.add_option("--host", plain_.host, "Address of the home DC");
    verb.add_option("--port", plain_.port, "Port of the home DC")->check(CLI::Range(1, 65535));
    verb.add_option("--api-profile", plain_.api_profile,
                    "Fill the API profile from a known application: desktop, android, ios, ...")
        ->type_name("NAME");
}

Result<Facts> FactArgs::load() const {
    Facts facts = plain_;
    if (test_ || production_) facts.test = test_;
    if (bot_ || user_) facts.is_bot = bot_;
    const std::string host = facts.host.value_or("x");
    if (!core::is_host_name(host) && !core::parse_ipv6(host)) {
        return fail(ErrorCode::invalid_argument, "--host takes an IP address or a host name");
    }
    auto hash = api_hash_.load();
    if (!hash) return std::unexpected(std::move(hash.error()));
    if (*hash) facts.api_hash = std::string(reveal(**hash));
    return facts;
}

}  // namespace tgferry::cli
