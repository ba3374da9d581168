// The kinds of foreign input, one table a file.
#pragma once

#include <string>
#include <string_view>

#include "formats/foreign/foreign.hpp"

namespace tgferry::formats::foreign {

[[nodiscard]] std::optional<Foreign> by_magic(const Probe& probe);     // magics.cpp
[[nodiscard]] std::optional<Foreign> by_archive(const Probe& probe);   // archives.cpp
[[nodiscard]] std::optional<Foreign> by_text(const Probe& probe);      // texts.cpp
[[nodiscard]] std::optional<Foreign> by_database(const Probe& probe);  // databases.cpp
[[nodiscard]] std::optional<Foreign> by_folder(const Probe& probe);    // folders.cpp

/// The hint with every FILE in it replaced by the input's name, as a shell takes it; as it stands where the
/// input has none.
[[nodiscard]] std::string with_file(std::string_view hint, const Probe& probe);

/// What to do with what has to be unpacked or read elsewhere first.
inline constexpr std::string_view web_page =
    "docs/formats/telegram-web.md has the snippet that copies it: open the site in that browser, and convert "
    "what "
    "it gives";
inline constexpr std::string_view take_the_file =
    "name the session's own file or folder: `tgferry help formats` lists what is read";

/// Whether the bytes have no pattern, as what is encrypted or compressed. Asked about 256 bytes or more.
[[nodiscard]] bool is_random(std::span<const std::uint8_t> bytes);

}  // namespace tgferry::formats::foreign
