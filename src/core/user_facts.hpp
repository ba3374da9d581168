// The shapes of what is known about a person: for options, which come from people who mistype.
#pragma once

#include <string_view>

namespace tgferry::core {

/// Letters, digits and underscores, at most 32 of them; no '@'.
[[nodiscard]] bool is_username(std::string_view text) noexcept;
/// Digits alone: 5 (service accounts) to 15 (ITU-T E.164).
[[nodiscard]] bool is_phone(std::string_view text) noexcept;
/// UTF-8 without control characters, at most 64 characters, as Telegram takes first and last names.
[[nodiscard]] bool is_person_name(std::string_view text) noexcept;

}  // namespace tgferry::core
