// Tables with one row a DC that several accounts share: a column beside the DC in the primary key.
#pragma once

#include <string_view>
#include <tgferry/session.hpp>

#include "formats/common/account_tables.hpp"
#include "formats/common/accounts.hpp"

namespace tgferry::formats {

/// Calls `read` with the tables of each account that has rows in `table`, which gives one session each; once,
/// with all rows, where the DC alone is the key. Accounts that cannot be read are lost where others can.
/// Errors: those of `read`, damaged.
template <class Read>
[[nodiscard]] Result<Bundle> read_each_owner(const io::SqliteReader& db, std::string_view table,
                                             std::string_view dc, Read read);

/// The accounts' own values in the columns of the key of `table` beside the DC, in the order of the rows. One
/// that is empty where there is no such column. Errors: damaged.
[[nodiscard]] Result<std::vector<std::vector<io::Where>>> owners_in(const AccountTables& tables,
                                                                    std::string_view table,
                                                                    std::string_view dc);
/// Puts what was read of one of several accounts beside the others.
void add_account(Bundle& all, Result<Bundle> one, std::span<const io::Where> owner);

template <class Read>
Result<Bundle> read_each_owner(const io::SqliteReader& db, std::string_view table, std::string_view dc,
                               Read read) {
    const AccountTables tables(db);
    auto owners = owners_in(tables, table, dc);
    if (!owners) return std::unexpected(std::move(owners.error()));
    if (owners->size() < 2) return read(tables);
    Bundle all;
    for (std::vector<io::Where>& owner : *owners) add_account(all, read(tables.of(owner, true)), owner);
    if (auto finished = finish_accounts(all); !finished) return std::unexpected(std::move(finished.error()));
    return all;
}

}  // namespace tgferry::formats
