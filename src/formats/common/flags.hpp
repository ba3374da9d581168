// Yes and no as libraries and tools keep them: true and false, 1 and 0, and the same as text. A flag that is
// none of these is told, since a test session must not pass for another.
#pragma once

#include <optional>
#include <string_view>
#include <tgferry/result.hpp>
#include <vector>

#include "core/json.hpp"
#include "io/sqlite.hpp"

namespace tgferry::formats {

/// true, false, 1, 0, yes, no, t, f, y, n, on, off in any case.
[[nodiscard]] std::optional<bool> flag_of(std::string_view text);
[[nodiscard]] std::optional<bool> flag_of(const core::Json& value);

/// A member or a column; nothing where there is none, where it is null, and, with a warning, where it is no
/// flag.
[[nodiscard]] std::optional<bool> flag_member(const core::Json& object, std::string_view name,
                                              std::vector<Warning>& warnings);
[[nodiscard]] std::optional<bool> flag_column(const io::Rows& row, std::string_view column,
                                              std::vector<Warning>& warnings);

}  // namespace tgferry::formats
