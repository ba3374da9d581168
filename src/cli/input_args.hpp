// Where a verb's input comes from: paths, standard input, an environment variable, or a prompt.
#pragma once

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <tgferry/tgferry.hpp>
#include <vector>

#include "cli/secret_option.hpp"

namespace tgferry::cli {

struct NamedSource {
    std::string label;  ///< for messages
    std::string stem;   ///< for the names of outputs
    Source source;
};

/// INPUT..., --from-env, --from, --json-path, --key-name and the secrets that open the input of one verb.
/// Must outlive the parsing.
class InputArgs {
  public:
    std::vector<std::string> paths{};
    std::string env{};
    std::string from{};
    std::string json_path{};
    std::string key_name{};
    std::uint32_t max_cost = 1;
    std::optional<SecretOption> passcode{};
    std::optional<SecretOption> tdlib_key{};

    void add_to(CLI::App& verb, bool several);
    /// One source at least. Errors: invalid_argument, cannot_read, interrupted.
    [[nodiscard]] Result<std::vector<NamedSource>> sources() const;
    /// Where nothing else is named.
    [[nodiscard]] bool reads_stdin() const {
        return std::ranges::count(paths, "-") > 0 || (paths.empty() && env.empty());
    }
    /// What would be opened for one of `paths`, what is named first.
    [[nodiscard]] std::vector<std::filesystem::path> files_of(const std::string& path) const;
    /// Errors: cannot_read (a secret's file, descriptor or variable).
    [[nodiscard]] Result<ReadOptions> read_options() const;
    /// Reads one source as it is; several threads may do so at once.
    [[nodiscard]] Result<Bundle> read_unasked(const NamedSource& source, const ReadOptions& options) const;
    /// Reads one source, and asks for the secret where one is needed and none was given.
    [[nodiscard]] Result<Bundle> read(const NamedSource& source, const ReadOptions& options) const;

  private:
    [[nodiscard]] std::vector<std::string> distinct() const;
};

}  // namespace tgferry::cli
