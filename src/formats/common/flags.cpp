#include "formats/common/flags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/cursor.hpp"
#include "formats/common/peer_rows.hpp"

namespace tgferry::formats {
namespace {

Warning no_flag(std::string_view name) {
    return {"odd_flag", fmt::format("\"{}\" is neither yes nor no and was ignored", name)};
}

Warning odd_type(std::string_view name, bool value) {
    return {"odd_flag", fmt::format("\"{}\" is text, and was taken for {}", name, value ? "yes" : "no")};
}

}  // namespace

std::optional<bool> flag_of(std::string_view text) {
    constexpr std::array<std::string_view, 6> yes = {"true", "1", "yes", "t", "y", "on"};
    constexpr std::array<std::string_view, 6> no = {"false", "0", "no", "f", "n", "off"};
    const std::string lower = lower_case(text);
    if (std::ranges::find(yes, lower) != yes.end()) return true;
    if (std::ranges::find(no, lower) != no.end()) return false;
    return std::nullopt;
}

std::optional<bool> flag_of(const core::Json& value) {
    if (value.is_boolean()) return value.get<bool>();
    if (value.is_string()) return flag_of(std::string_view(value.get_ref<const std::string&>()));
    if (value.is_number() && (value == 0 || value == 1)) return value == 1;
    return std::nullopt;
}

std::optional<bool> flag_member(const core::Json& object, std::string_view name,
                                std::vector<Warning>& warnings) {
    const core::Json* value = core::member(object, name);
    if (!value) return std::nullopt;
    const auto flag = flag_of(*value);
    if (!flag) warnings.push_back(no_flag(name));
    if (flag && value->is_string()) warnings.push_back(odd_type(name, *flag));
    return flag;
}

std::optional<bool> flag_column(const io::Rows& row, std::string_view column,
                                std::vector<Warning>& warnings) {
    if (!row.has(column) || row.is_null(column)) return std::nullopt;
    if (const auto number = row.number(column); number == 0 || number == 1) return number == 1;
    auto text = row.text(column);
    if (const auto blob = row.blob(column); blob && blob->size() <= 5) text = core::as_text(*blob);
    const auto flag = text ? flag_of(*text) : std::nullopt;
    if (flag) {
        warnings.push_back(odd_type(column, *flag));
        return flag;
    }
    // SQLite's own languages take any other number for true, as the libraries do.
    if (const auto number = row.number(column)) {
        warnings.push_back({"odd_flag", fmt::format("\"{}\" is {}, and was taken for yes", column, *number)});
        return true;
    }
    warnings.push_back(no_flag(column));
    return std::nullopt;
}

}  // namespace tgferry::formats
