#include "cli/fact_args.hpp"

#include <CLI/CLI.hpp>
#include <utility>

#include "core/ranges.hpp"
#include "core/user_facts.hpp"

namespace tgferry::cli {

FactArgs::FactArgs(CLI::App& verb)
    : api_hash_(verb, "api-hash", "API hash; it also opens the input (wtelegramclient)") {
    verb.add_option("--dc", plain_.dc, "Home DC, where the source does not know it")
        ->check(CLI::Range(1, core::last_dc));
    auto* test = verb.add_flag("--test", test_, "The session belongs to the test servers");
    verb.add_flag("--production", production_, "The session belongs to the production servers")
        ->excludes(test);
    verb.add_option("--user-id", plain_.user_id, "Id of the account")
        ->check(CLI::Range(std::int64_t{1}, core::last_user_id));
    auto* bot = verb.add_flag("--bot", bot_, "The account is a bot");
    verb.add_flag("--user", user_, "The account is a person's")->excludes(bot);
    auto* premium = verb.add_flag("--premium", premium_, "The account is a premium one");
    verb.add_flag("--no-premium", no_premium_, "The account is none")->excludes(premium);
    verb.add_option("--username", plain_.username, "User name of the account, with or without @")
        ->type_name("NAME");
    verb.add_option("--phone", plain_.phone, "Phone number of the account, with or without +")
        ->type_name("DIGITS");
    verb.add_option("--first-name", plain_.first_name, "First name of the account")->type_name("NAME");
    verb.add_option("--last-name", plain_.last_name, "Last name of the account")->type_name("NAME");
    verb.add_option("--api-id", plain_.api_id, "Telegram API id")->check(CLI::Range(1, core::last_api_id));
    verb.add_option("--host", plain_.host, "Address of the home DC");
    verb.add_option("--port", plain_.port, "Port of the home DC")->check(CLI::Range(1, core::last_port));
    verb.add_option("--api-profile", plain_.api_profile,
                    "Fill the API profile from a known application: desktop, android, ios, ...")
        ->type_name("NAME");
}

namespace {

/// Before anything is read or asked, and by the options' names.
Result<void> check_user(const Facts& facts) {
    if (facts.username && !core::is_username(*facts.username)) {
        return fail(ErrorCode::invalid_argument,
                    "--username takes letters, digits and underscores, at most 32");
    }
    if (facts.phone && !core::is_phone(*facts.phone)) {
        return fail(ErrorCode::invalid_argument, "--phone takes 5 to 15 digits",
                    "with the country's code; without spaces, dashes and brackets");
    }
    for (const auto& [option, name] :
         {std::pair("--first-name", &facts.first_name), {"--last-name", &facts.last_name}}) {
        if (!*name || core::is_person_name(**name)) continue;
        return fail(
            ErrorCode::invalid_argument,
            std::string(option) + " takes 1 to 64 characters of UTF-8, none of them a control character");
    }
    return {};
}

}  // namespace

Result<Facts> FactArgs::load() const {
    Facts facts = plain_;
    if (test_ || production_) facts.test = test_;
    if (bot_ || user_) facts.is_bot = bot_;
    if (premium_ || no_premium_) facts.is_premium = premium_;
    if (facts.username && facts.username->starts_with('@')) facts.username->erase(0, 1);
    if (facts.phone && facts.phone->starts_with('+')) facts.phone->erase(0, 1);
    if (auto sensible = check_user(facts); !sensible) return std::unexpected(std::move(sensible.error()));
    if (facts.host && !core::is_host(*facts.host)) {
        return fail(ErrorCode::invalid_argument, "--host takes an IP address or a host name");
    }
    auto hash = api_hash_.load();
    if (!hash) return std::unexpected(std::move(hash.error()));
    if (*hash) facts.api_hash = std::string(reveal(**hash));
    return facts;
}

}  // namespace tgferry::cli
