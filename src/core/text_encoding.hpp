// Text as files hold it: UTF-8, or UTF-16 as Windows saves it, with and without a byte order mark.
#pragma once

#include <cstdint>
#include <span>
#include <tgferry/secret.hpp>

namespace tgferry::core {

enum class Encoding : std::uint8_t { utf8, utf16_le, utf16_be };

/// By the byte order mark, or else by the zeros that are every other byte of Latin text in UTF-16. What is
/// no UTF-16 counts as UTF-8.
[[nodiscard]] Encoding encoding_of(std::span<const std::uint8_t> bytes) noexcept;

/// UTF-8 of UTF-16, without the byte order mark; U+FFFD for lone surrogates.
[[nodiscard]] SecretText from_utf16(std::span<const std::uint8_t> bytes, Encoding encoding);

/// UTF-8 of Windows-1251, for text of Russian tools that is no UTF-8.
[[nodiscard]] SecretText from_windows_1251(std::span<const std::uint8_t> bytes);

}  // namespace tgferry::core
