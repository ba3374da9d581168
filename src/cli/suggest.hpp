// Near misses: what was probably meant.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <tgferry/format.hpp>
#include <tgferry/result.hpp>

namespace tgferry::cli {

/// The candidate that a slip of the finger turns into `word`, without regard to case; empty where none is
/// close.
[[nodiscard]] std::string_view nearest(std::string_view word, std::span<const std::string> candidates);

/// invalid_argument, with the format that was probably meant.
[[nodiscard]] Error unknown_format(std::string_view id);

/// The format of --to. Errors: invalid_argument (unknown, or one that is only read).
[[nodiscard]] Result<const FormatInfo*> target_format(std::string_view id);

}  // namespace tgferry::cli
