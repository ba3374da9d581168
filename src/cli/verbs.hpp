// The verbs. Each adds its subcommand and stores what to run when it is the one that was called.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace tgferry::cli {

/// Set by the verb that was parsed; returns the exit status.
using Run = std::function<int()>;

void add_convert(CLI::App& app, Run& run);
void add_inspect(CLI::App& app, Run& run);
void add_formats(CLI::App& app, Run& run);
void add_diff(CLI::App& app, Run& run);
void add_completion(CLI::App& app, Run& run);
void add_help(CLI::App& app, Run& run);

}  // namespace tgferry::cli
