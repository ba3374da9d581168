// Asking for a secret on the terminal.
#pragma once

#include <string_view>
#include <tgferry/result.hpp>
#include <tgferry/secret.hpp>

namespace tgferry::io {

/// Asks on the terminal, with echo off, and takes what is typed or pasted: to the Enter behind which nothing
/// follows at once, so that a string in several lines arrives whole. At most 64 KiB.
/// Errors: cannot_read when there is no terminal or too much comes, interrupted.
[[nodiscard]] Result<SecretText> prompt_secret(std::string_view question);

}  // namespace tgferry::io
