// What an output is called after its input.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace tgferry::cli {

/// The input's own name without the extension of a session file. Of `.`, `..` and what ends so the folder's
/// real name; "session" where there is none.
[[nodiscard]] std::string stem_of(const std::filesystem::path& input);

/// The stem, cut between two characters where the name with `suffix` would be longer than a file system
/// takes.
[[nodiscard]] std::string fitting_stem(std::string_view stem, std::string_view suffix);

}  // namespace tgferry::cli
