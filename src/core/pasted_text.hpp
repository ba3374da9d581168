// What people paste instead of a session string, and what it most likely meant.
#pragma once

#include <optional>
#include <string_view>
#include <tgferry/secret.hpp>
#include <vector>

namespace tgferry::core {

/// The token, where the text is nothing but that and perhaps a newline at its end: the usual case, without a
/// copy.
[[nodiscard]] std::optional<std::string_view> bare_token(std::string_view raw);

struct PastedText {
    SecretText text;                  ///< the token alone
    std::vector<Warning> forgiven{};  ///< what was removed
};

/// Removes surrounding space, quotes, a NAME= or NAME: prefix and line wraps. One newline at the end is how
/// text files end and passes without a remark.
[[nodiscard]] PastedText clean_pasted(std::string_view raw);

}  // namespace tgferry::core
