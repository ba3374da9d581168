// What people paste instead of a session string, and what it most likely meant.
#pragma once

#include <string_view>
#include <tgferry/secret.hpp>
#include <vector>

namespace tgferry::core {

/// One newline is how text files end; it passes without a remark.
[[nodiscard]] std::string_view without_newline(std::string_view text) noexcept;

struct PastedText {
    SecretText text;                  ///< the token alone
    std::vector<Warning> forgiven{};  ///< what was removed
};

/// What readers of text say in common.
[[nodiscard]] Warning invisible_removed();
[[nodiscard]] Warning from_utf16_told();

/// Removes surrounding space of every kind, quotes of every kind, a NAME= or NAME: prefix, line wraps and
/// invisible characters.
[[nodiscard]] PastedText clean_pasted(std::string_view raw);

}  // namespace tgferry::core
