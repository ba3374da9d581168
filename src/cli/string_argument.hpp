// A session string on the command line is refused, wherever it stands.
#pragma once

#include <span>
#include <string_view>

namespace tgferry::cli {

/// Whether an argument holds what only a session string does: a long run of base64 or hex, and it is no
/// existing file. Must be asked of every argument before anything could repeat it in an error.
[[nodiscard]] bool looks_like_session(std::string_view argument);

}  // namespace tgferry::cli
