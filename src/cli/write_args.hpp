// What a verb that writes takes: the target's own options.
#pragma once

#include <optional>
#include <string>
#include <tgferry/tgferry.hpp>

#include "cli/secret_option.hpp"

namespace tgferry::cli {

/// --strict, --force, and the options of single target formats. Must outlive the parsing.
class WriteArgs {
  public:
    explicit WriteArgs(CLI::App& verb);
    /// Errors: cannot_read, invalid_argument, interrupted.
    [[nodiscard]] Result<WriteOptions> load() const;

  private:
    WriteOptions plain_;
    std::string compat_;
    bool ask_passcode_ = false;
    SecretOption new_passcode_;
};

}  // namespace tgferry::cli
