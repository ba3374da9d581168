// Hexadecimal, upper or lower case.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tgferry/secret.hpp>

namespace tgferry::core {

/// Nothing for an odd length or any other character.
[[nodiscard]] std::optional<SecretBytes> decode_hex(std::string_view text);
/// Lower case.
[[nodiscard]] SecretText encode_hex(std::span<const std::uint8_t> bytes);

}  // namespace tgferry::core
