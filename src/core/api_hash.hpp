// The API hash as a secret that opens files.
#pragma once

#include <optional>
#include <string_view>
#include <tgferry/secret.hpp>

namespace tgferry::core {

/// The bytes of an API hash (32 hex digits), or of a key of 48 or 64 hex digits that a program uses in its
/// place. Nothing for any other text.
[[nodiscard]] std::optional<SecretBytes> decode_api_hash(std::string_view text);

/// Whether a text is such a longer key: it opens a file, and is nobody's API hash.
[[nodiscard]] bool stands_for_api_hash(std::string_view text);

}  // namespace tgferry::core
