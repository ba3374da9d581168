// What is wrong with a command line, said without repeating what may be a secret.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tgferry/result.hpp>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace tgferry::cli {

/// The parser's own words repeat values; these do not. Names of options and what they take are told.
[[nodiscard]] Error usage_error(const CLI::ParseError& error, const CLI::App& app);

/// For a first word that is neither a verb nor an input.
[[nodiscard]] Error unknown_verb(const CLI::App& app, std::string_view word);
/// Where what stands behind an option that asks for a secret is no input: it may be the secret.
[[nodiscard]] std::optional<Error> secret_behind_flag(std::span<char* const> arguments);
/// For an option before the verb.
[[nodiscard]] Error misplaced_option(std::string_view argument);

/// " \"word\"" where it is short and of letters and dashes, as names of verbs and topics are; else nothing.
[[nodiscard]] std::string quoted_word(std::string_view word);

}  // namespace tgferry::cli
