#include "formats/common/extended_json.hpp"

#include <array>
#include <cmath>

#include "core/decimal.hpp"
#include "formats/common/js_integer.hpp"

namespace tgferry::formats {
namespace {

std::optional<std::int64_t> whole_float(double value) {
    const bool exact =
        std::nearbyint(value) == value && std::abs(value) <= static_cast<double>(max_js_integer);
    return exact ? std::optional(static_cast<std::int64_t>(value)) : std::nullopt;
}

/// "777.0" as well, which is how an id looks that went through a table of numbers.
std::optional<std::int64_t> whole_text(std::string_view text) {
    const std::size_t point = text.find('.');
    if (point != std::string_view::npos && point > 0 && text.size() > point + 1 &&
        text.find_first_not_of('0', point + 1) == std::string_view::npos) {
        text = text.substr(0, point);
    }
    return core::parse_decimal(text);
}

}  // namespace

std::optional<std::int64_t> whole_number(const core::Json& value) {
    if (value.is_string()) return whole_text(value.get_ref<const std::string&>());
    if (value.is_number_float()) return whole_float(value.get<double>());
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX) return std::nullopt;
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (!value.is_object() || value.size() != 1) return std::nullopt;
    for (const std::string_view name : {"$numberLong", "$numberInt", "$numberDouble", "$numberDecimal"}) {
        const core::Json* wrapped = core::member(value, name);
        if (wrapped && !wrapped->is_object()) return whole_number(*wrapped);
    }
    return std::nullopt;
}

std::optional<std::int64_t> whole_member(const core::Json& object, std::string_view name) {
    const core::Json* value = core::member(object, name);
    return value ? whole_number(*value) : std::nullopt;
}

const std::string* wrapped_binary(const core::Json& value) {
    const core::Json* binary = core::member(value, "$binary");
    if (binary && binary->is_object()) binary = core::member(*binary, "base64");
    return binary ? binary->get_ptr<const std::string*>() : nullptr;
}

}  // namespace tgferry::formats
