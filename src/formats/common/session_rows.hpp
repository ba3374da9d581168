// What the SQLite files of Telethon, Pyrogram and their forks have in common.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <tgferry/options.hpp>
#include <tgferry/session.hpp>
#include <vector>

#include "io/sqlite.hpp"

namespace tgferry::formats {

/// Calls `use(rows)` on every row. Errors: damaged.
template <class Use>
[[nodiscard]] Result<void> each_row(io::Rows& rows, Use use) {
    while (true) {
        const auto more = rows.next();
        if (!more) return std::unexpected(more.error());
        if (!*more) return {};
        use(std::as_const(rows));
    }
}

/// Calls `use(row)` on the first row of a table, where it has one: for tables that hold one row. Errors:
/// damaged.
template <class Use>
[[nodiscard]] Result<void> first_row(const io::SqliteReader& db, std::string_view table, Use use) {
    auto rows = db.rows(table);
    if (!rows) return std::unexpected(std::move(rows.error()));
    const auto more = rows->next();
    if (!more) return std::unexpected(more.error());
    if (*more) use(std::as_const(*rows));
    return {};
}

/// A number that fits; nothing for NULL, other types and numbers out of range.
[[nodiscard]] std::optional<std::int32_t> int32_column(const io::Rows& row, std::string_view column) noexcept;

/// The columns pts, qts, date and seq of the current row; nothing where all are 0.
[[nodiscard]] std::optional<UpdateState> update_state_columns(const io::Rows& row) noexcept;

/// Makes a session of the current row; the key was taken from its column auth_key.
using MakeSession = Session (*)(const io::Rows& row, AuthKey key, std::vector<Warning>& warnings);

/// Whether the row of `a` is more likely the account's than that of `b`.
using RowOrder = bool (*)(const Session& a, const Session& b);
/// The lower DC first, which is the row that most libraries read.
[[nodiscard]] bool lower_dc(const Session& a, const Session& b) noexcept;

/// Reads the table `sessions`. Libraries keep one row in it; of several, those with a key count, and of these
/// the one of the DC that the caller names, or else the first in order. The others become other_keys, with a
/// warning; one whose key is none is passed over, with a warning. Errors: not_logged_in, damaged.
[[nodiscard]] Result<Session> read_home_row(const io::SqliteReader& db, MakeSession make, const Facts& facts,
                                            std::vector<Warning>& warnings, RowOrder before = lower_dc);

/// The columns server_address and port of the current row. Brackets around IPv6 are removed; a port that is
/// none becomes 443, with a warning.
[[nodiscard]] std::optional<Endpoint> endpoint_columns(const io::Rows& row, std::vector<Warning>& warnings);

/// Reads the table update_state, if there: id 0 is the account, other ids are channels (bare, or marked as in
/// the Bot API). Errors: damaged.
[[nodiscard]] Result<void> read_update_state(const io::SqliteReader& db, Session& session,
                                             std::vector<Warning>& warnings);

}  // namespace tgferry::formats
