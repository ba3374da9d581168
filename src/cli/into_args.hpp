// --into FOLDER: accounts are added to what is there.
#pragma once

#include <optional>
#include <string>
#include <tgferry/tgferry.hpp>

#include "cli/secret_option.hpp"

namespace CLI {
class Option;
}

namespace tgferry::cli {

/// --into and what opens its folder: --into-key-name, --into-passcode-*. Must outlive the parsing.
class IntoArgs {
  public:
    /// `out` is the option that it excludes.
    IntoArgs(CLI::App& verb, CLI::Option* out);
    [[nodiscard]] bool given() const noexcept { return !folder_.empty(); }
    [[nodiscard]] const std::string& folder() const noexcept { return folder_; }
    /// Errors: invalid_argument for options that open a folder where none is named.
    [[nodiscard]] Result<void> check() const;
    /// Adds the bundle, and asks for the folder's passcode where it has one and none was given. Errors: those
    /// of add(), with hints that name the options of --into; cannot_read for the passcode's source.
    [[nodiscard]] Result<LossReport> add(const Bundle& bundle, const std::string& format,
                                         WriteOptions options, std::uint32_t max_cost) const;

  private:
    std::string folder_;
    std::string key_name_;
    std::optional<SecretOption> passcode_;
};

}  // namespace tgferry::cli
