// The tables of a database as one of the accounts sees them that may share it.
//
// A row is its account's by the columns that the table of the logins is keyed by beside the DC (session_id in
// telethon-session-sqlalchemy's tables). A table without any of them is the account's own where it is the
// only one, and nobody's where there are several: access hashes and states of a stranger are of no use.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <tgferry/result.hpp>
#include <vector>

#include "io/sqlite.hpp"

namespace tgferry::formats {

class AccountTables {
  public:
    /// All rows. `prefix` stands before the name of every table. `db` must outlive this.
    explicit AccountTables(const io::SqliteReader& db, std::string prefix = {})
        : db_(&db), prefix_(std::move(prefix)) {}
    /// The rows of one account; `shared` where it is one of several.
    [[nodiscard]] AccountTables of(std::vector<io::Where> owner, bool shared) const;

    /// False also for a table that is nobody's.
    [[nodiscard]] bool has_table(std::string_view table) const;
    [[nodiscard]] bool has_column(std::string_view table, std::string_view column) const;
    /// Whether a table is there but does not say whose its rows are.
    [[nodiscard]] bool is_nobodys(std::string_view table) const;
    /// Errors: damaged, also where has_table() is false.
    [[nodiscard]] Result<io::Rows> rows(std::string_view table) const;
    /// The columns of the primary key, without that of the DC.
    [[nodiscard]] std::vector<std::string> key_beside(std::string_view table, std::string_view dc) const;

  private:
    [[nodiscard]] std::string name_of(std::string_view table) const { return prefix_ + std::string(table); }
    [[nodiscard]] std::vector<io::Where> owner_in(std::string_view table) const;

    const io::SqliteReader* db_;
    std::string prefix_;
    std::vector<io::Where> owner_{};
    bool shared_ = false;
};

/// The name that stands in a row: of the values that say whose it is those that are texts, or one number that
/// is no mere count.
[[nodiscard]] std::optional<std::string> label_of(std::span<const io::Where> owner);

}  // namespace tgferry::formats
