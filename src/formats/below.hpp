// Sessions that lie deeper in a folder than the one that was named.
#pragma once

#include <string>
#include <vector>

#include "formats/format.hpp"

namespace tgferry::formats {

enum class LyingState : std::uint8_t {
    usable,      ///< it can be read, perhaps with a secret or a fact
    logged_out,  ///< nobody is logged in
    damaged,
};

struct Lying {
    std::string name;  ///< relative to the folder
    const Format* format = nullptr;
    LyingState state = LyingState::usable;
};

struct Below {
    std::vector<Lying> found{};
    bool complete = true;  ///< false where there was too much to look through

    [[nodiscard]] std::vector<const Lying*> usable() const;
};

/// Looks one to three levels below the folder for what is a session by content. Links are not followed, and
/// what is opened is bounded in number and size. What is found is not looked into, unless nobody is logged in
/// there.
[[nodiscard]] Below look_below(const io::Input& folder);

/// What to say of a folder by what lies below it; nothing where nothing does.
[[nodiscard]] std::optional<Error> told_below(const io::Input& folder);

/// A hint that names the one session below; empty where there is none, or are several.
[[nodiscard]] std::string hint_below(const io::Input& folder);

}  // namespace tgferry::formats
