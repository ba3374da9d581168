// A secret on the command line is never a value: only the file, descriptor or variable that holds it.
#pragma once

#include <optional>
#include <string>
#include <tgferry/result.hpp>
#include <tgferry/secret.hpp>

namespace CLI {
class App;
}

namespace tgferry::cli {

/// --NAME-file, --NAME-fd and --NAME-env of one secret. Must outlive the parsing.
class SecretOption {
  public:
    /// `what` is for the help text, for example "API hash".
    SecretOption(CLI::App& verb, const std::string& name, const std::string& what);
    [[nodiscard]] bool given() const noexcept { return !file_.empty() || fd_ >= 0 || !env_.empty(); }
    /// One line without its newline; nothing where no option was given. Errors: cannot_read,
    /// invalid_argument.
    [[nodiscard]] Result<std::optional<SecretText>> load() const;

  private:
    [[nodiscard]] Error unreadable(Error error) const;

    std::string name_;
    std::string file_;
    int fd_ = -1;
    std::string env_;
};

/// The value of the environment variable that `option` names. Errors: cannot_read where it is unset or empty;
/// the name is not repeated, since it may be the secret itself.
[[nodiscard]] Result<SecretText> read_environment(const std::string& name, const std::string& option);

}  // namespace tgferry::cli
