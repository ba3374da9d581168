// What an input is that is no session: what people have in hand when they look for one. Known by content,
// never by a name; in one sentence, with one command or page that helps.
#pragma once

#include <optional>
#include <string>

#include "formats/probe.hpp"

namespace tgferry::formats::foreign {

struct Foreign {
    std::string what;  ///< behind "not a session but": "a PNG picture"
    std::string hint;
};

/// What it certainly is. Asked only about what no format recognises.
[[nodiscard]] std::optional<Foreign> named(const Probe& probe);

/// What it may be, where nothing about it is certain: bytes without a pattern.
[[nodiscard]] std::optional<Foreign> guessed(const Probe& probe);

}  // namespace tgferry::formats::foreign
