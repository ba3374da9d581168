// Facts that the user knows and the source may lack.
#pragma once

#include <optional>
#include <string>
#include <tgferry/tgferry.hpp>

#include "cli/secret_option.hpp"

namespace tgferry::cli {

/// --dc, --test, --user-id and their kin. Must outlive the parsing.
class FactArgs {
  public:
    explicit FactArgs(CLI::App& verb);
    /// Errors: those of SecretOption::load, and invalid_argument for a value that makes no sense.
    [[nodiscard]] Result<Facts> load() const;

  private:
    Facts plain_;
    bool test_ = false, production_ = false, bot_ = false, user_ = false, premium_ = false,
         no_premium_ = false;
    SecretOption api_hash_;
};

}  // namespace tgferry::cli
