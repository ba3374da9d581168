// Base64 strings of which a character was lost, or one was added: no length fits, and yet most of it decodes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base64.hpp"

namespace tgferry::formats {

/// The token without the '=' at its end: what to count where characters were lost.
[[nodiscard]] std::string_view without_padding(std::string_view token);

/// All but the last character, where the length is one that no base64 has; nothing otherwise.
[[nodiscard]] std::optional<core::Base64> decode_torn(std::string_view token);

/// "N characters, a length that no base64 has: WHAT that lost or gained characters".
[[nodiscard]] std::string torn_sentence(std::string_view token, std::string_view what);

}  // namespace tgferry::formats
