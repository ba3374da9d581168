// Text with what word processors, messengers and shells put into it taken for plain ASCII.
#pragma once

#include <string_view>
#include <tgferry/secret.hpp>

namespace tgferry::core {

struct PlainText {
    SecretText text{};
    bool had_invisible = false;  ///< characters without width, or marks of direction
    bool had_foreign = false;    ///< spaces, quotes or hyphens of other scripts
};

/// One space for every kind of space, a newline for every kind of line's end, '"' for every quote that is not
/// ASCII, '-' for hyphens that look like it; invisible characters go. All other characters stay, as do bytes
/// that are no UTF-8.
[[nodiscard]] PlainText plain_text(std::string_view utf8);

/// Escapes of JSON, of programming languages and of URLs in base64 and the space around it, undone: \/ \n
/// \" \u003d %3D and their kin.
[[nodiscard]] SecretText without_escapes(std::string_view text);

}  // namespace tgferry::core
