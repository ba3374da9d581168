// Names of files in commands that are shown to be copied.
#pragma once

#include <string>
#include <string_view>

namespace tgferry::core {

/// The text as one word of a POSIX shell, quoted where it has to be. Nothing is left of a name that holds
/// what a terminal would obey: it becomes `otherwise`.
[[nodiscard]] std::string shell_word(std::string_view text, std::string_view otherwise);

}  // namespace tgferry::core
