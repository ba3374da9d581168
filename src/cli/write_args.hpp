// What a verb that writes takes: the target's own options.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tgferry/tgferry.hpp>
#include <vector>

#include "cli/new_secret.hpp"

namespace tgferry::cli {

/// --strict, --force, and the options of single target formats. Must outlive the parsing.
class WriteArgs {
  public:
    explicit WriteArgs(CLI::App& verb);
    /// Refuses what the target would pass over in silence: options of another format, and with
    /// `into` those of a new folder. Asks and opens nothing. Errors: invalid_argument.
    [[nodiscard]] Result<void> check(std::string_view target, bool into) const;
    /// Errors: cannot_read, invalid_argument, interrupted.
    [[nodiscard]] Result<WriteOptions> load() const;

  private:
    struct OwnOption {
        std::string_view option{};
        std::vector<std::string_view> formats{};  ///< the only ones that take it
    };
    /// Those that were given.
    [[nodiscard]] std::vector<OwnOption> own_options() const;

    WriteOptions plain_;
    std::string compat_;
    NewSecret new_passcode_;
    NewSecret new_tdlib_key_;
};

}  // namespace tgferry::cli
