// Values as MongoDB's tools export them: {"$numberLong":"5"}, {"$binary":{"base64":"...","subType":"00"}},
// and the older {"$binary":"...","$type":"00"}.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <tgferry/result.hpp>
#include <tgferry/secret.hpp>

#include "core/json.hpp"

namespace tgferry::formats {

/// A whole number, plain or in its wrapper, also as text or as a floating point number without a fraction.
[[nodiscard]] std::optional<std::int64_t> whole_number(const core::Json& value);
/// The same of a member; nothing where there is none.
[[nodiscard]] std::optional<std::int64_t> whole_member(const core::Json& object, std::string_view name);

/// The base64 of a wrapped binary; null where the value is none.
[[nodiscard]] const std::string* wrapped_binary(const core::Json& value);

}  // namespace tgferry::formats
