// A secret that the target gets: --new-NAME asks for it, and --new-NAME-file, -fd and -env read it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tgferry/secret.hpp>

#include "cli/secret_option.hpp"

namespace tgferry::cli {

/// The options of one such secret. Must outlive the parsing.
class NewSecret {
  public:
    /// `name` without dashes and "new-"; `what` for people; `format` is the only one that takes it.
    NewSecret(CLI::App& verb, std::string name, std::string what, std::string_view format);
    [[nodiscard]] bool given() const noexcept { return ask_ || source_.given(); }
    /// "--new-NAME".
    [[nodiscard]] const std::string& option() const noexcept { return option_; }
    [[nodiscard]] std::string_view format() const noexcept { return format_; }
    /// Nothing where it is not given. Errors: cannot_read, invalid_argument, interrupted.
    [[nodiscard]] Result<std::optional<Passcode>> load() const;

  private:
    [[nodiscard]] Result<SecretText> ask() const;

    std::string option_, what_;
    std::string_view format_;
    bool ask_ = false;
    SecretOption source_;
};

}  // namespace tgferry::cli
