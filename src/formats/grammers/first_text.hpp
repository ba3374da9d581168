// The session file of grammers 0.1: lines of text.
//
//   1
//   home DC in decimal, or nothing
//   address and port, or nothing (this line is missing in drafts before the release)
//   auth key as 512 hex digits, or nothing
#pragma once

#include "formats/format.hpp"

namespace tgferry::formats::grammers {

[[nodiscard]] bool is_first_text(std::span<const std::uint8_t> bytes);
/// Whether it begins like one, whatever follows the home DC.
[[nodiscard]] bool is_like_first_text(std::span<const std::uint8_t> bytes);

/// `bytes` are such a text. Errors: not_logged_in.
[[nodiscard]] Result<Bundle> read_first_text(std::span<const std::uint8_t> bytes, const Facts& facts);

}  // namespace tgferry::formats::grammers
