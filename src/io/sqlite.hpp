// SQLite in memory: reading an untrusted image, and building a new one. The only place that names sqlite3.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tgferry/result.hpp>
#include <tgferry/secret.hpp>
#include <variant>
#include <vector>

#include "core/budget.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace tgferry::io {

namespace detail {
struct CloseDatabase {
    void operator()(sqlite3* db) const noexcept;
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const noexcept;
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// Limits for a database that a stranger may have made: nothing runs but reading plain tables, and every
/// thousand instructions are counted. The budget must outlive the database.
void distrust(sqlite3* db, core::Budget& budget);
}  // namespace detail

/// Whether two names of tables or columns are one to SQLite: they know no case, of ASCII letters alone.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b) noexcept;

/// A value that was kept, to find rows again by it: NULL, INTEGER, REAL, TEXT or BLOB.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string, std::vector<std::uint8_t>>;
/// A column with the value that it must have.
struct Where {
    std::string column;
    Cell value{};
};

/// The rows of one query, to be used while their reader lives. Columns are found by name, since no library
/// guarantees their order; names know no case. Texts and blobs are valid until the next call of next().
///
/// A table whose pages lead in circles, or many times to one page, gives rows without end. So there are no
/// more of them, and no more bytes in them, than the image can hold.
class Rows {
  public:
    Rows(detail::Statement statement, core::Budget& budget, std::size_t image_size);
    /// False at the end. Errors: damaged, too_costly, interrupted.
    [[nodiscard]] Result<bool> next();
    [[nodiscard]] bool has(std::string_view column) const noexcept { return find(column) >= 0; }
    [[nodiscard]] bool is_null(std::string_view column) const noexcept;
    /// A value of that storage class; nothing for NULL, another class or a missing column.
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view column) const noexcept;
    [[nodiscard]] std::optional<std::string_view> text(std::string_view column) const noexcept;
    [[nodiscard]] std::optional<std::span<const std::uint8_t>> blob(std::string_view column) const noexcept;
    /// INTEGER, or REAL rounded down (Telethon stores dates of channels as REAL).
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view column) const noexcept;
    /// TEXT, or INTEGER as decimal (phone numbers).
    [[nodiscard]] std::optional<std::string> text_or_number(std::string_view column) const;
    /// The value, whatever it is; NULL for a missing column.
    [[nodiscard]] Cell cell(std::string_view column) const;

  private:
    [[nodiscard]] int find(std::string_view column) const noexcept;
    /// Counts the row just read. False where there are more than can be.
    [[nodiscard]] bool fits();
    detail::Statement statement_;
    std::vector<std::string> columns_;
    core::Budget* budget_;
    std::size_t image_size_;
    std::uint64_t rows_ = 0, bytes_ = 0;
};

/// A read-only view of a database image. Only plain tables are read: no view, no virtual table, no computed
/// column, no function. Order is the table's own; whoever wants another sorts what was read.
class SqliteReader {
  public:
    /// Schemas of sessions have a dozen entries; SQLite's own tables of names are slow from some thousands
    /// on.
    static constexpr std::size_t most_schema_entries = 4096;
    static constexpr std::size_t most_schema_bytes = std::size_t{1} << 20;

    /// `image` and `budget` must outlive the reader. Errors: damaged; too_costly, also for a schema that is
    /// larger than that; interrupted.
    [[nodiscard]] static Result<SqliteReader> open(std::span<const std::uint8_t> image, core::Budget& budget);
    /// The names of all tables, for messages; views are none.
    [[nodiscard]] std::vector<std::string> tables() const;
    [[nodiscard]] bool has_table(std::string_view name) const;
    /// Whether the table exists and has the column.
    [[nodiscard]] bool has_column(std::string_view table, std::string_view column) const;
    /// The columns of a table's primary key, in the table's order; none where it has no such key.
    [[nodiscard]] std::vector<std::string> key_columns(std::string_view table) const;
    /// All columns of a table, of the rows that have all of these values. Errors: damaged, also when there is
    /// no such table or column, or the table computes a column; too_costly, interrupted.
    [[nodiscard]] Result<Rows> rows(std::string_view table, std::span<const Where> where = {}) const;

  private:
    SqliteReader(detail::Database db, core::Budget& budget, std::size_t image_size)
        : db_(std::move(db)), budget_(&budget), image_size_(image_size) {}
    [[nodiscard]] Result<void> check_columns(std::string_view table) const;
    detail::Database db_;
    core::Budget* budget_;
    std::size_t image_size_;
};

/// A value to insert: nothing = NULL.
class SqlValue {
  public:
    SqlValue() = default;
    SqlValue(std::int64_t value) : integer_(value) {}
    SqlValue(int value) : integer_(value) {}
    SqlValue(bool value) : integer_(value ? 1 : 0) {}
    SqlValue(std::string_view value) : text_(value) {}
    SqlValue(const std::string& value) : text_(value) {}
    SqlValue(const char* value) : text_(value) {}
    SqlValue(std::span<const std::uint8_t> value) : blob_(value) {}
    template <class T>
    SqlValue(const std::optional<T>& value) {
        if (value) *this = SqlValue(*value);
    }

  private:
    friend class SqliteBuilder;
    std::optional<std::int64_t> integer_{};
    std::optional<std::string_view> text_{};  ///< must outlive the insert
    std::optional<std::span<const std::uint8_t>> blob_{};
};

/// Builds a database in memory. The first failure is kept and returned by finish().
class SqliteBuilder {
  public:
    SqliteBuilder();
    /// Runs DDL or pragmas.
    void run(const char* sql);
    /// Inserts one row into `table`, by position.
    void insert(std::string_view table, std::initializer_list<SqlValue> values);
    /// The bytes of the file. Errors: invalid_argument (a row above 1 MiB, which SqliteReader refuses),
    /// internal (out of memory, or SQL that does not fit).
    [[nodiscard]] Result<SecretBytes> finish() &&;

  private:
    void note(int status);
    detail::Database db_;
    std::string error_;
    bool too_long_ = false;
    std::string prepared_for_;
    detail::Statement insert_;
};

}  // namespace tgferry::io
