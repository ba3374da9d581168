// The record of the user that Telegram for Android keeps beside its keys, in shared_prefs/userconfing.xml
// (sic) and userconfig1.xml and so on:
//
//   <string name="user">BASE64</string>     a User in TL, as the API layer of the application's release has
//   it <int name="selectedAccount" value="1"/> in the first of the files: which account is shown
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tgferry/session.hpp>

namespace tgferry::formats::tgnet {

/// What a file of preferences says.
struct Preferences {
    std::string
        user{};  ///< base64, without the line breaks it is written with; empty where nobody is logged in
    std::optional<std::int64_t> selected{};
};

/// Nothing where the text is no such file.
[[nodiscard]] std::optional<Preferences> parse_preferences(std::string_view xml);

/// A User by its schema: userEmpty and user of every layer whose constructor is known, up to 229. In all of
/// them the flags, the id and the names come first; what follows is not looked at. Errors:
/// unsupported_version (another constructor), damaged.
[[nodiscard]] Result<User> parse_user(std::span<const std::uint8_t> record);

}  // namespace tgferry::formats::tgnet
