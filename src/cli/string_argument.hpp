// A session string on the command line is refused, wherever it stands.
#pragma once

#include <span>
#include <string_view>

namespace tgferry::cli {

/// Whether one of the arguments holds what only a session string does: a long run of base64 or hex, and it is
/// neither an existing file nor a name for a new one behind an option that takes a path. Must be asked before
/// anything could repeat an argument in an error.
[[nodiscard]] bool any_looks_like_session(std::span<char* const> arguments);

}  // namespace tgferry::cli
