// File names of node-localstorage, in which GramJS and MTKruto keep their sessions: one file per key.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tgferry::formats {

/// encodeURIComponent(key), and then ! ' ( ) * escaped too. Nothing where the key is no UTF-8 (JavaScript has
/// no such strings).
[[nodiscard]] std::optional<std::string> storage_file_name(std::string_view key);

/// decodeURIComponent(name). Nothing where an escape is broken or the result is no UTF-8.
[[nodiscard]] std::optional<std::string> storage_key(std::string_view file_name);

}  // namespace tgferry::formats
