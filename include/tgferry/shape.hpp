// What a session is on disk.
#pragma once

#include <cstdint>
#include <string_view>

namespace tgferry {

enum class Shape : std::uint8_t {
    text,    ///< one line that people copy and paste
    file,    ///< one file
    pair,    ///< a .session and a .json beside it
    folder,  ///< files with fixed names in a folder
};

/// "text", "file", "pair" or "folder".
[[nodiscard]] std::string_view shape_name(Shape shape) noexcept;

}  // namespace tgferry
