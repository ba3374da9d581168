#include "cli/new_secret.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "io/prompt.hpp"

namespace tgferry::cli {

NewSecret::NewSecret(CLI::App& verb, std::string name, std::string what, std::string_view format)
    : option_("--new-" + name),
      what_(std::move(what)),
      format_(format),
      source_(verb, "new-" + name, what_ + " that the target gets (" + std::string(format) + ")") {
    verb.add_flag(option_, ask_, fmt::format("{}: ask for the {} that the target gets", format, what_));
}

/// Asked twice, since nobody sees what is typed.
Result<SecretText> NewSecret::ask() const {
    auto first = io::prompt_secret(fmt::format("New {} (it is not shown): ", what_));
    if (!first) return first;
    const auto second = io::prompt_secret("The same again: ");
    if (!second) return std::unexpected(second.error());
    if (first->empty()) return fail(ErrorCode::invalid_argument, fmt::format("the {} is empty", what_));
    if (*first == *second) return first;
    return fail(ErrorCode::invalid_argument, fmt::format("the two {}s differ", what_), "try again");
}

Result<std::optional<Passcode>> NewSecret::load() const {
    if (ask_ && source_.given()) {
        return fail(ErrorCode::invalid_argument, fmt::format("the new {} is given twice", what_),
                    fmt::format("either {0}, or one of {0}-file, -fd and -env", option_));
    }
    if (ask_) {
        auto asked = ask();
        if (!asked) return std::unexpected(std::move(asked.error()));
        return Passcode(std::move(*asked));
    }
    auto loaded = source_.load();
    if (!loaded) return std::unexpected(std::move(loaded.error()));
    if (!*loaded) return std::nullopt;
    return Passcode(std::move(**loaded));
}

}  // namespace tgferry::cli
