// UTF-8, one character at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tgferry::core {

struct Utf8Character {
    std::uint32_t code;  ///< code point
    std::size_t size;    ///< bytes
};

/// The first character of a text. Nothing where the text is empty or does not begin with valid UTF-8: no
/// overlong form, no surrogate, nothing past U+10FFFF (RFC 3629).
[[nodiscard]] std::optional<Utf8Character> first_character(std::string_view text);

[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace tgferry::core
