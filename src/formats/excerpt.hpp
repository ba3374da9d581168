// A session string that stands in a longer text: a .env file, a line of code, a message, a mail.
#pragma once

#include <memory>

#include "formats/format.hpp"

namespace tgferry::formats {

/// What was taken out of a text, as an input of its own.
struct Excerpt {
    std::unique_ptr<const io::Input> input;
    std::unique_ptr<const Probe> probe;  ///< of `input`; says where the string was found
    const Format* format = nullptr;      ///< that recognises it
};

/// The one session string in the input's text; nothing where there is none, or the input is no text. With
/// `wanted`, only strings of that format count. Errors: unrecognised where there are several that differ.
[[nodiscard]] Result<std::optional<Excerpt>> find_excerpt(const Probe& whole, const Format* wanted);

}  // namespace tgferry::formats
