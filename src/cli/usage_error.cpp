#include "cli/usage_error.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <filesystem>
#include <vector>

#include "cli/suggest.hpp"
#include "io/place.hpp"

namespace tgferry::cli {
namespace {

constexpr std::size_t longest_verb = 16, longest_option = 32;

bool is_word(std::string_view text, std::size_t longest) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; };
    return !text.empty() && text.size() <= longest && std::ranges::all_of(text, fits);
}

bool is_option(std::string_view argument) {
    return argument.starts_with('-') && argument != "-";
}

/// "--name" of "--name=value", "-n" of "-nvalue"; nothing where not even that looks like a name.
std::string option_name(std::string_view argument) {
    if (!argument.starts_with("--")) {
        return is_word(argument.substr(0, 2), 2) ? std::string(argument.substr(0, 2)) : "";
    }
    const std::string_view name = argument.substr(0, argument.find('='));
    return is_word(name, longest_option) ? std::string(name) : "";
}

const CLI::App& verb_of(const CLI::App& app) {
    const auto verbs = app.get_subcommands();
    return verbs.empty() ? app : *verbs.front();
}

std::string see(const CLI::App& app) {
    const CLI::App& verb = verb_of(app);
    return &verb == &app ? "see `tgferry --help` and `tgferry VERB --help`"
                         : fmt::format("see `tgferry {} --help`", verb.get_name());
}

/// What was probably meant. A secret's own name is no option, since it would take the secret.
std::string meant_by(const std::string& name, const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : verb_of(app).get_options()) {
        for (const std::string& known : option->get_lnames()) names.push_back("--" + known);
    }
    if (std::ranges::find(names, name + "-file") != names.end()) {
        return fmt::format("a secret is never an argument: {0}-file FILE, {0}-fd N or {0}-env NAME", name);
    }
    const std::string_view meant = name.empty() ? std::string_view() : nearest(name, names);
    return meant.empty() ? see(app) : fmt::format("did you mean {}?", meant);
}

Error unexpected(const CLI::App& app) {
    for (const std::string& argument : app.remaining(true)) {
        if (!is_option(argument)) continue;
        const std::string name = option_name(argument);
        return {.code = ErrorCode::invalid_argument,
                .message = name.empty() ? "there is an option that does not exist"
                                        : fmt::format("there is no option \"{}\"", name),
                .hint = meant_by(name, app)};
    }
    return {
        .code = ErrorCode::invalid_argument, .message = "there is an argument too many", .hint = see(app)};
}

/// The option that the parser's words are about: the one whose name stands first in them.
const CLI::Option* blamed(const CLI::App& app, std::string_view words) {
    const CLI::Option* found = nullptr;
    std::size_t first = std::string_view::npos, longest = 0;
    for (const CLI::Option* option : verb_of(app).get_options()) {
        const std::string name = option->get_name();
        const std::size_t at = name.empty() ? std::string_view::npos : words.find(name);
        if (at > first || (at == first && name.size() <= longest) || at == std::string_view::npos) continue;
        found = option;
        first = at;
        longest = name.size();
    }
    return found;
}

Error bad_value(const CLI::App& app, std::string_view words) {
    const CLI::Option* option = blamed(app, words);
    if (!option)
        return {.code = ErrorCode::invalid_argument,
                .message = "a value does not fit its option",
                .hint = see(app)};
    const std::string type = option->get_type_name();
    const auto colon = type.rfind(':');
    return {.code = ErrorCode::invalid_argument,
            .message = fmt::format("{} does not take that value", option->get_name()),
            .hint = type.empty() ? "it takes no value"
                                 : fmt::format("it takes {}",
                                               colon == std::string::npos ? type : type.substr(colon + 1))};
}

}  // namespace

std::string quoted_word(std::string_view word) {
    return is_word(word, longest_verb) ? fmt::format(" \"{}\"", word) : "";
}

Error usage_error(const CLI::ParseError& error, const CLI::App& app) {
    // A misspelt option leaves its value behind as one INPUT too many: the option is what is wrong.
    const bool misspelt = std::ranges::any_of(app.remaining(true), is_option);
    if (misspelt || dynamic_cast<const CLI::ExtrasError*>(&error)) return unexpected(app);
    // These name options and verbs, and repeat no value.
    const bool harmless =
        dynamic_cast<const CLI::ExcludesError*>(&error) || dynamic_cast<const CLI::RequiresError*>(&error) ||
        dynamic_cast<const CLI::RequiredError*>(&error) || dynamic_cast<const CLI::ArgumentMismatch*>(&error);
    if (!harmless) return bad_value(app, error.what());
    return {.code = ErrorCode::invalid_argument, .message = error.what(), .hint = see(app)};
}

Error unknown_verb(const CLI::App& app, std::string_view word) {
    std::vector<std::string> verbs;
    for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
        verbs.push_back(verb->get_name());
    }
    const std::string_view meant = nearest(word, verbs);
    const std::string quoted = quoted_word(word);
    return {.code = ErrorCode::invalid_argument,
            .message = quoted.empty() ? "the first word is neither a verb nor a file that is there"
                                      : fmt::format("there is no verb{}", quoted),
            .hint = meant.empty() ? "see `tgferry --help`" : fmt::format("did you mean {}?", meant)};
}

std::optional<Error> secret_behind_flag(std::span<char* const> arguments) {
    constexpr std::array asking = {std::string_view("--new-passcode"), std::string_view("--new-tdlib-key")};
    for (std::size_t i = 0; i + 1 < arguments.size(); ++i) {
        const std::string_view flag = arguments[i], next = arguments[i + 1];
        std::error_code ignored;
        if (std::ranges::find(asking, flag) == asking.end() || next.starts_with('-') ||
            std::filesystem::exists(io::place_of(next).main, ignored)) {
            continue;
        }
        return Error{
            .code = ErrorCode::invalid_argument,
            .message = fmt::format("{} asks, and takes no value; no input has that name either", flag),
            .hint = fmt::format("leave it out, or use {0}-file FILE, {0}-fd N or {0}-env NAME", flag)};
    }
    return std::nullopt;
}

Error misplaced_option(std::string_view argument) {
    const std::string name = option_name(argument);
    return {.code = ErrorCode::invalid_argument,
            .message = name.empty() ? "there is an option before the verb that does not exist"
                                    : fmt::format("there is no option \"{}\" before a verb", name),
            .hint = "a verb comes first: tgferry VERB ...; see `tgferry --help`"};
}

}  // namespace tgferry::cli
