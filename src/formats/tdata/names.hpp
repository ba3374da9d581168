// How Telegram Desktop names its files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tgferry::formats::tdata {

/// The name that its option -key makes: lower case, without characters outside [a-z0-9-_]; "data" when
/// nothing is left.
[[nodiscard]] std::string data_name(std::string_view key_name);

/// Account `index` (from 0) of a data name: "data", "data#2", "data#3"; '#' in the data name itself is left
/// out.
[[nodiscard]] std::string account_name(std::string_view data_name, std::int32_t index);

/// The first 8 bytes of MD5(name), low digit of each byte first, upper case: the account's folder, and with a
/// suffix behind it its auth file.
[[nodiscard]] std::string hashed_name(std::string_view name);

}  // namespace tgferry::formats::tdata
