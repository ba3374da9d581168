// Where a verb's input comes from: paths, standard input, an environment variable, or a prompt.
#pragma once

#include <string>
#include <tgferry/tgferry.hpp>
#include <vector>

namespace CLI {
class App;
}

namespace tgferry::cli {

struct NamedSource {
    std::string label;  ///< for messages
    std::string stem;   ///< for the names of outputs
    Source source;
};

/// INPUT..., --from-env, --from and --json-path of one verb. Must outlive the parsing.
struct InputArgs {
    std::vector<std::string> paths{};
    std::string env{};
    std::string from{};
    std::string json_path{};

    void add_to(CLI::App& verb, bool several);
    /// One source at least. Errors: invalid_argument, cannot_read, interrupted.
    [[nodiscard]] Result<std::vector<NamedSource>> sources() const;
    [[nodiscard]] ReadOptions read_options() const;
};

}  // namespace tgferry::cli
