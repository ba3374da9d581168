// The tables inside a log: rows of a key and a value. One holds the login, one the options.
#pragma once

#include <map>
#include <optional>
#include <string_view>

#include "formats/tdlib/replay.hpp"

namespace tgferry::formats::tdlib {

/// Names to values, both of the log's buffer.
using Rows = std::map<std::string_view, std::span<const std::uint8_t>>;

struct Tables {
    Rows login{};
    Rows options{};
    std::optional<std::size_t> bad_row{};  ///< where the first event stands that holds no row
};

/// Of the live events. Where a name occurs twice the later one counts, as in TDLib.
[[nodiscard]] Tables tables_of(const Replayed& replayed);

/// The value as text; nothing where there is no such row.
[[nodiscard]] std::optional<std::string_view> text_of(const Rows& rows, std::string_view name);
/// The value as a decimal number; nothing where there is no such row or it is no number.
[[nodiscard]] std::optional<std::int64_t> number_of(const Rows& rows, std::string_view name);

/// The data of an event that holds a row.
[[nodiscard]] SecretBytes make_row(std::string_view name, std::span<const std::uint8_t> value);

}  // namespace tgferry::formats::tdlib
