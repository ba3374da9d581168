// What a verb that writes takes: the target's own options.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tgferry/tgferry.hpp>

#include "cli/secret_option.hpp"

namespace tgferry::cli {

/// --strict, --force, and the options of single target formats. Must outlive the parsing.
class WriteArgs {
  public:
    explicit WriteArgs(CLI::App& verb);
    /// Refuses what the target would pass over in silence: options of tdata for another format, and with
    /// `into` those of a new folder. Asks and opens nothing. Errors: invalid_argument.
    [[nodiscard]] Result<void> check(std::string_view target, bool into) const;
    /// Errors: cannot_read, invalid_argument, interrupted.
    [[nodiscard]] Result<WriteOptions> load() const;

  private:
    /// The first one given of those that only tdata has; empty where there is none.
    [[nodiscard]] std::string_view tdata_option() const;

    WriteOptions plain_;
    std::string compat_;
    bool ask_passcode_ = false;
    SecretOption new_passcode_;
};

}  // namespace tgferry::cli
