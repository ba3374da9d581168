// Secrets that are bytes and not text, written so that a line of text can hold them.
#pragma once

#include <tgferry/result.hpp>
#include <tgferry/secret.hpp>

namespace tgferry::cli {

/// The bytes behind "base64:" or "hex:"; any other text is taken as it is. Errors: invalid_argument for what
/// is behind the prefix and is neither. The message names `what` and not the secret.
[[nodiscard]] Result<SecretText> binary_secret(SecretText text, std::string_view what);

}  // namespace tgferry::cli
