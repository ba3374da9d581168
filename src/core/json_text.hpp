// JSON as tools leave it that do not write it by the book.
#pragma once

#include <string_view>
#include <tgferry/secret.hpp>
#include <vector>

namespace tgferry::core {

/// The objects that stand one behind the other, with nothing but space and commas between: the lines of an
/// export. Empty where there is anything else, or one alone.
[[nodiscard]] std::vector<std::string_view> objects_of(std::string_view text);

struct MendedJson {
    SecretText text{};
    std::vector<Warning> mended{};  ///< what was no JSON
};

/// NaN, Infinity, undefined and Python's None become null; True and False lose their capitals; commas before
/// the end go; control characters inside texts are escaped. Everything else stays as it is.
[[nodiscard]] MendedJson mended_json(std::string_view text);

}  // namespace tgferry::core
