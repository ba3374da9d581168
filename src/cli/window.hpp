// Many inputs are taken in windows: read and written on all cores, and memory stays flat.
#pragma once

#include <optional>
#include <span>
#include <tgferry/tgferry.hpp>
#include <vector>

#include "cli/input_args.hpp"

namespace tgferry::cli {

/// How many of the inputs, from the first one on, are worked on at once: as many as cost little memory and
/// few open files.
[[nodiscard]] std::size_t window_size(std::span<const NamedSource> sources);

/// Nothing was read where it was not wanted, or the user interrupted.
using Reading = std::optional<Result<Bundle>>;

/// Reads those that are wanted, several at once. Who is asked for a secret is asked later, in order.
[[nodiscard]] std::vector<Reading> read_together(std::span<const NamedSource> sources,
                                                 const std::vector<bool>& wanted, const InputArgs& inputs,
                                                 const ReadOptions& options);

}  // namespace tgferry::cli
