// Bytes as JavaScript's Buffer.toJSON gives them: {"type":"Buffer","data":[0,255]}, or the list alone.
#pragma once

#include <expected>
#include <string>
#include <tgferry/secret.hpp>

#include "core/json.hpp"

namespace tgferry::formats {

/// The error is what is wrong with it, as "is no list of bytes".
[[nodiscard]] std::expected<SecretBytes, std::string> read_byte_list(const core::Json& value);

}  // namespace tgferry::formats
