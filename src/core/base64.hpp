// Base64 in constant time: no table look-ups and no branches on the data, since the data are keys.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <tgferry/secret.hpp>

namespace tgferry::core {

enum class Alphabet : std::uint8_t { standard, url };
enum class Padding : std::uint8_t { keep, strip };

struct Base64 {
    SecretBytes bytes;
    bool standard = false;    ///< '+' or '/' was seen
    bool url = false;         ///< '-' or '_' was seen
    std::size_t padding = 0;  ///< '=' at the end
};

/// Either alphabet, padding optional, unused trailing bits ignored. Nothing for any other character or for a
/// length that no encoder makes.
[[nodiscard]] std::optional<Base64> decode_base64(std::string_view text);

/// The encoded text, behind `prefix` if one is given.
[[nodiscard]] SecretText encode_base64(std::span<const std::uint8_t> bytes, Alphabet alphabet,
                                       Padding padding, std::string_view prefix = {});

}  // namespace tgferry::core
