#include "io/sqlite.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "io/sqlite_schema.hpp"

namespace tgferry::io {
namespace {

constexpr int instructions_per_check = 1000;
constexpr int longest_row = 1 << 20;  ///< bytes, and of one value; nothing in a session comes near

constexpr std::uint64_t row_cost = 16;     ///< beside its instructions
constexpr std::uint64_t query_cost = 500;  ///< of being prepared
/// Of a table: two bytes point to the row, and two lengths, a rowid and a header of its own are one each.
constexpr std::uint64_t smallest_row = 5;
/// UTF-8 takes up to one and a half times the bytes of UTF-16, and a short row may lack columns that have a
/// default.
constexpr std::uint64_t largest_unfolding = 2;

std::unexpected<Error> broken(sqlite3* db) {
    return fail(ErrorCode::damaged, std::string("the SQLite database cannot be read: ") + sqlite3_errmsg(db),
                "work on a copy that the owning program closed properly");
}

/// What SQLite broke off because the budget said so is the budget's error.
std::unexpected<Error> broken(sqlite3* db, core::Budget& budget) {
    if (sqlite3_errcode(db) == SQLITE_NOMEM) budget.run_out_of_memory();
    if (auto stop = budget.why_stopped()) return std::unexpected(std::move(*stop));
    return broken(db);
}

std::string quoted(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) {
        out += c;
        if (c == '"') out += c;
    }
    return out + '"';
}

Result<detail::Statement> prepare(sqlite3* db, const std::string& sql) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &raw, nullptr) != SQLITE_OK) {
        return broken(db);
    }
    return detail::Statement(raw);
}

detail::Database open_memory() {
    sqlite3* raw = nullptr;
    sqlite3_open_v2(":memory:", &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    return detail::Database(raw);
}

/// Asks the parsed schema, which SQLite reads when first asked: detectors ask often, and a statement would
/// cost more each time than reading a row. A null `column` asks for the table; a view is none.
bool in_schema(sqlite3* db, const char* table, const char* column) {
    return sqlite3_table_column_metadata(db, "main", table, column, nullptr, nullptr, nullptr, nullptr,
                                         nullptr) == SQLITE_OK;
}

/// Values that are bound are copied: the statement outlives them.
int bind(sqlite3_stmt* statement, int index, const Cell& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        return sqlite3_bind_int64(statement, index, *number);
    }
    if (const auto* real = std::get_if<double>(&value)) return sqlite3_bind_double(statement, index, *real);
    if (const auto* text = std::get_if<std::string>(&value)) {
        return sqlite3_bind_text(statement, index, text->data(), static_cast<int>(text->size()),
                                 SQLITE_TRANSIENT);
    }
    if (const auto* blob = std::get_if<std::vector<std::uint8_t>>(&value)) {
        const void* data = blob->empty() ? "" : static_cast<const void*>(blob->data());
        return sqlite3_bind_blob(statement, index, data, static_cast<int>(blob->size()), SQLITE_TRANSIENT);
    }
    return sqlite3_bind_null(statement, index);
}

int spend(void* budget) {
    return static_cast<core::Budget*>(budget)->spend(instructions_per_check) ? 0 : 1;
}

/// Asked for everything that a statement wants to do.
int allow(void*, int action, const char* what, const char*, const char*, const char*) {
    switch (action) {
        case SQLITE_SELECT:
        case SQLITE_READ: return SQLITE_OK;
        case SQLITE_PRAGMA: {
            constexpr std::array<std::string_view, 3> harmless = {"table_xinfo", "user_version",
                                                                  "locking_mode"};
            return what && std::ranges::find(harmless, what) != harmless.end() ? SQLITE_OK : SQLITE_DENY;
        }
        default: return SQLITE_DENY;
    }
}

/// Before SQLite looks at it.
Result<void> check_schema(std::span<const std::uint8_t> image, core::Budget& budget) {
    const SchemaSize most{SqliteReader::most_schema_entries * budget.max_cost(),
                          SqliteReader::most_schema_bytes * budget.max_cost()};
    const SchemaSize size = measure_schema(image, most);
    if (size.entries <= most.entries && size.bytes <= most.bytes) return {};
    return fail(ErrorCode::too_costly,
                "the database has more tables and indexes than any session: its schema is larger than " +
                    std::to_string(most.entries) + " entries or " + std::to_string(most.bytes >> 20) + " MiB",
                "no library writes such a file; if you trust where it comes from, allow N times the work: "
                "--max-cost N");
}

}  // namespace

void detail::CloseDatabase::operator()(sqlite3* db) const noexcept {
    sqlite3_close_v2(db);
}
void detail::FinalizeStatement::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

void detail::distrust(sqlite3* db, core::Budget& budget) {
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, longest_row);
    sqlite3_drop_modules(db, nullptr);  // so that no virtual table can be opened
    sqlite3_set_authorizer(db, allow, nullptr);
    sqlite3_progress_handler(db, instructions_per_check, spend, &budget);
}

bool same_name(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && sqlite3_strnicmp(a.data(), b.data(), static_cast<int>(a.size())) == 0;
}

Rows::Rows(detail::Statement statement, core::Budget& budget, std::size_t image_size)
    : statement_(std::move(statement)), budget_(&budget), image_size_(image_size) {
    const int count = sqlite3_column_count(statement_.get());
    columns_.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) columns_.emplace_back(sqlite3_column_name(statement_.get(), i));
}

bool Rows::fits() {
    std::uint64_t bytes = 0;
    for (int i = 0; i < sqlite3_data_count(statement_.get()); ++i) {
        const int type = sqlite3_column_type(statement_.get(), i);
        if (type != SQLITE_TEXT && type != SQLITE_BLOB) continue;
        bytes += static_cast<std::uint64_t>(sqlite3_column_bytes(statement_.get(), i));
    }
    bytes_ += bytes;
    return ++rows_ * smallest_row <= image_size_ && bytes_ <= image_size_ * largest_unfolding;
}

Result<bool> Rows::next() {
    const int status = sqlite3_step(statement_.get());
    if (status == SQLITE_DONE) return false;
    if (status != SQLITE_ROW) return broken(sqlite3_db_handle(statement_.get()), *budget_);
    if (!fits()) {
        return fail(
            ErrorCode::damaged,
            "the SQLite database cannot be read: a table has more rows than the file can hold, as its "
            "pages are used more than once",
            "work on a copy that the owning program closed properly");
    }
    if (!budget_->spend(row_cost)) return std::unexpected(*budget_->why_stopped());
    return true;
}

int Rows::find(std::string_view column) const noexcept {
    const auto found =
        std::ranges::find_if(columns_, [&](const std::string& name) { return same_name(name, column); });
    return found == columns_.end() ? -1 : static_cast<int>(found - columns_.begin());
}

bool Rows::is_null(std::string_view column) const noexcept {
    const int i = find(column);
    return i < 0 || sqlite3_column_type(statement_.get(), i) == SQLITE_NULL;
}

std::optional<std::int64_t> Rows::integer(std::string_view column) const noexcept {
    const int i = find(column);
    if (i < 0 || sqlite3_column_type(statement_.get(), i) != SQLITE_INTEGER) return std::nullopt;
    return sqlite3_column_int64(statement_.get(), i);
}

std::optional<std::string_view> Rows::text(std::string_view column) const noexcept {
    const int i = find(column);
    if (i < 0 || sqlite3_column_type(statement_.get(), i) != SQLITE_TEXT) return std::nullopt;
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), i));
    if (!text) return std::nullopt;
    return std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), i)));
}

std::optional<std::span<const std::uint8_t>> Rows::blob(std::string_view column) const noexcept {
    const int i = find(column);
    if (i < 0 || sqlite3_column_type(statement_.get(), i) != SQLITE_BLOB) return std::nullopt;
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), i));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), i));
    return std::span<const std::uint8_t>(data, data ? size : 0);
}

std::optional<std::int64_t> Rows::number(std::string_view column) const noexcept {
    if (const auto exact = integer(column)) return exact;
    const int i = find(column);
    if (i < 0 || sqlite3_column_type(statement_.get(), i) != SQLITE_FLOAT) return std::nullopt;
    const double value = std::floor(sqlite3_column_double(statement_.get(), i));
    if (!(std::abs(value) < 9e15)) return std::nullopt;
    return static_cast<std::int64_t>(value);
}

std::optional<std::string> Rows::text_or_number(std::string_view column) const {
    if (const auto characters = text(column)) return std::string(*characters);
    if (const auto value = integer(column)) return std::to_string(*value);
    return std::nullopt;
}

Cell Rows::cell(std::string_view column) const {
    if (const auto number = integer(column)) return *number;
    if (const auto characters = text(column)) return std::string(*characters);
    if (const auto bytes = blob(column)) return std::vector<std::uint8_t>(bytes->begin(), bytes->end());
    const int i = find(column);
    if (i < 0 || sqlite3_column_type(statement_.get(), i) != SQLITE_FLOAT) return {};
    return sqlite3_column_double(statement_.get(), i);
}

Result<SqliteReader> SqliteReader::open(std::span<const std::uint8_t> image, core::Budget& budget) {
    if (auto sane = check_schema(image, budget); !sane) return std::unexpected(std::move(sane.error()));
    detail::Database db = open_memory();
    if (!db) {
        budget.run_out_of_memory();
        return std::unexpected(core::out_of_memory());
    }
    // SQLite takes a mutable pointer but does not write through it: READONLY.
    auto* data = const_cast<unsigned char*>(image.data());
    const auto size = static_cast<sqlite3_int64>(image.size());
    if (sqlite3_deserialize(db.get(), "main", data, size, size, SQLITE_DESERIALIZE_READONLY) != SQLITE_OK) {
        return broken(db.get(), budget);
    }
    detail::distrust(db.get(), budget);
    if (!in_schema(db.get(), "sqlite_schema", nullptr)) return broken(db.get(), budget);
    return SqliteReader(std::move(db), budget, image.size());
}

std::vector<std::string> SqliteReader::tables() const {
    std::vector<std::string> out;
    auto statement = prepare(db_.get(), "SELECT name FROM sqlite_schema WHERE type='table'");
    if (!statement) return out;
    Rows rows(std::move(*statement), *budget_, image_size_);
    while (rows.next().value_or(false)) {
        if (const auto name = rows.text("name")) out.emplace_back(*name);
    }
    return out;
}

bool SqliteReader::has_table(std::string_view name) const {
    return in_schema(db_.get(), std::string(name).c_str(), nullptr);
}

bool SqliteReader::has_column(std::string_view table, std::string_view column) const {
    return in_schema(db_.get(), std::string(table).c_str(), std::string(column).c_str());
}

std::vector<std::string> SqliteReader::key_columns(std::string_view table) const {
    std::vector<std::string> out;
    const auto columns = prepare(db_.get(), "SELECT * FROM " + quoted(table) + " LIMIT 0");
    if (!columns) return out;
    const std::string of(table);
    for (int i = 0; i < sqlite3_column_count(columns->get()); ++i) {
        const char* name = sqlite3_column_name(columns->get(), i);
        int in_key = 0;
        sqlite3_table_column_metadata(db_.get(), "main", of.c_str(), name, nullptr, nullptr, nullptr, &in_key,
                                      nullptr);
        if (name && in_key != 0) out.emplace_back(name);
    }
    return out;
}

/// A computed column is a stranger's program: one row of it may take as long as its author wished, within a
/// single instruction. SQLite asks no authorizer about what a schema computes.
Result<void> SqliteReader::check_columns(std::string_view table) const {
    auto statement = prepare(db_.get(), "PRAGMA table_xinfo(" + quoted(table) + ")");
    if (!statement) return broken(db_.get(), *budget_);
    Rows columns(std::move(*statement), *budget_, image_size_);
    while (true) {
        const auto more = columns.next();
        if (!more) return std::unexpected(more.error());
        if (!*more) return {};
        if (columns.integer("hidden") == 0) continue;
        return fail(ErrorCode::damaged,
                    "the table " + std::string(table) + " has computed columns, which no session has",
                    "no library writes such a file; do not use it");
    }
}

Result<Rows> SqliteReader::rows(std::string_view table, std::span<const Where> where) const {
    if (!budget_->spend(query_cost)) return std::unexpected(*budget_->why_stopped());
    if (!has_table(table)) {
        return fail(ErrorCode::damaged, "the database has no table " + std::string(table));
    }
    if (auto plain = check_columns(table); !plain) return std::unexpected(std::move(plain.error()));
    std::string sql = "SELECT * FROM " + quoted(table);
    if (where.empty()) sql += " NOT INDEXED";  // an index could give other rows than the table has
    for (std::size_t i = 0; i < where.size(); ++i) {
        if (!has_column(table, where[i].column)) {  // SQLite would take the name for a text
            return fail(ErrorCode::damaged, "the database has no column " + where[i].column);
        }
        sql += (i == 0 ? " WHERE " : " AND ") + quoted(std::string_view(where[i].column)) +
               " IS ? COLLATE BINARY";
    }
    auto statement = prepare(db_.get(), sql);
    if (!statement) return broken(db_.get(), *budget_);
    for (std::size_t i = 0; i < where.size(); ++i) {
        if (bind(statement->get(), static_cast<int>(i) + 1, where[i].value) != SQLITE_OK) {
            return broken(db_.get(), *budget_);
        }
    }
    return Rows(std::move(*statement), *budget_, image_size_);
}

SqliteBuilder::SqliteBuilder() : db_(open_memory()) {
    if (db_) sqlite3_limit(db_.get(), SQLITE_LIMIT_LENGTH, longest_row);  // nothing that is not read back
    run("BEGIN");
}

void SqliteBuilder::note(int status) {
    const bool fine = status == SQLITE_OK || status == SQLITE_DONE;
    if (fine || !error_.empty()) return;
    error_ = sqlite3_errmsg(db_.get());
    too_long_ = status == SQLITE_TOOBIG;
}

void SqliteBuilder::run(const char* sql) {
    note(sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr));
}

void SqliteBuilder::insert(std::string_view table, std::initializer_list<SqlValue> values) {
    if (!error_.empty()) return;
    if (prepared_for_ != table) {
        std::string sql = "INSERT INTO " + quoted(table) + " VALUES (?";
        for (std::size_t i = 1; i < values.size(); ++i) sql += ",?";
        auto statement = prepare(db_.get(), sql + ")");
        if (!statement) {
            error_ = statement.error().message;
            return;
        }
        insert_ = std::move(*statement);
        prepared_for_ = table;
    }
    int index = 0;
    for (const SqlValue& value : values) {
        ++index;
        if (value.integer_) {
            note(sqlite3_bind_int64(insert_.get(), index, *value.integer_));
        } else if (value.text_) {
            note(sqlite3_bind_text(insert_.get(), index, value.text_->data(),
                                   static_cast<int>(value.text_->size()), SQLITE_STATIC));
        } else if (value.blob_) {
            // A blob of length zero needs a pointer, or it becomes NULL.
            const void* data = value.blob_->empty() ? "" : static_cast<const void*>(value.blob_->data());
            note(sqlite3_bind_blob(insert_.get(), index, data, static_cast<int>(value.blob_->size()),
                                   SQLITE_STATIC));
        } else {
            note(sqlite3_bind_null(insert_.get(), index));
        }
    }
    note(sqlite3_step(insert_.get()));
    note(sqlite3_reset(insert_.get()));
}

Result<SecretBytes> SqliteBuilder::finish() && {
    insert_.reset();
    run("COMMIT");
    sqlite3_int64 size = 0;
    if (too_long_) {
        return fail(ErrorCode::invalid_argument, "a name or another text is longer than a session file takes",
                    "no text of a session is near 1 MiB: the source is odd");
    }
    unsigned char* image = error_.empty() ? sqlite3_serialize(db_.get(), "main", &size, 0) : nullptr;
    if (!image) return fail(ErrorCode::internal, "building the database failed: " + error_);
    SecretBytes bytes(std::span<const std::uint8_t>(image, static_cast<std::size_t>(size)));
    wipe(image, static_cast<std::size_t>(size));
    sqlite3_free(image);
    return bytes;
}

}  // namespace tgferry::io
