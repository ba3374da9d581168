// What the SQLite files of Telethon, Pyrogram and their forks have in common.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <tgferry/options.hpp>
#include <tgferry/session.hpp>
#include <vector>

#include "formats/common/account_tables.hpp"

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
[[nodiscard]] Result<void> first_row(const AccountTables& tables, std::string_view table, Use use) {
    auto rows = tables.rows(table);
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

/// How a library keeps its logins in the table `sessions`.
struct SessionTable {
    MakeSession make;
    RowOrder before = lower_dc;
    /// Reads what the other tables hold of the account.
    Result<void> (*rest)(const AccountTables& own, Session& session,
                         std::vector<Warning>& warnings) = nullptr;
    std::span<const std::string_view> other_tables{};  ///< that `rest` asks for
};

/// Reads the tables `sessions` of all of these. Libraries keep one row in it. Rows that differ in the user,
/// in a name or in the primary key beside the DC are accounts of their own, and no key moves between them; so
/// are rows with different keys of one DC. Of the rows of one account those with a key count, and of these
/// the one of the DC that the caller names, or else the first in order; the others become other_keys, with a
/// warning; one whose key is none is passed over, with a warning. Errors: not_logged_in, damaged.
[[nodiscard]] Result<void> read_sessions(std::span<const AccountTables> all, const SessionTable& table,
                                         const Facts& facts, Bundle& bundle);

/// The columns server_address and port of the current row. Brackets around IPv6 are removed; a port that is
/// none becomes 443, with a warning.
[[nodiscard]] std::optional<Endpoint> endpoint_columns(const io::Rows& row, std::vector<Warning>& warnings);

/// Reads the table update_state, if there: id 0 is the account, other ids are channels (bare, or marked as in
/// the Bot API). Errors: damaged.
[[nodiscard]] Result<void> read_update_state(const AccountTables& tables, Session& session,
                                             std::vector<Warning>& warnings);

}  // namespace tgferry::formats
