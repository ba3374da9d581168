// Databases for tests: made from SQL, and looked into with SQL.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>
#include <string>
#include <tgferry/tgferry.hpp>
#include <vector>

#include "core/hex.hpp"
#include "support/keys.hpp"

namespace tgferry::test {

/// X'...' of the key whose byte i is i.
inline std::string key_literal() {
    const AuthKey key = sequence_key();
    return fmt::format("X'{}'", reveal(core::encode_hex(key.reveal())));
}

/// A database in memory.
class Database {
  public:
    Database() { sqlite3_open(":memory:", &db_); }
    explicit Database(const SecretBytes& image) : Database() {
        auto* copy = static_cast<unsigned char*>(sqlite3_malloc64(image.size()));
        std::ranges::copy(image.view(), copy);
        const auto size = static_cast<sqlite3_int64>(image.size());
        sqlite3_deserialize(db_, "main", copy, size, size,
                            SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
    }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database() { sqlite3_close(db_); }

    void run(const std::string& sql) {
        char* message = nullptr;
        EXPECT_EQ(sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK)
            << message << " in " << sql;
        sqlite3_free(message);
    }
    /// One text per row, columns joined by '|', NULL as "null", blobs by their length.
    std::vector<std::string> query(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
            << sqlite3_errmsg(db_);
        std::vector<std::string> rows;
        while (statement && sqlite3_step(statement) == SQLITE_ROW) {
            std::string row;
            for (int i = 0; i < sqlite3_column_count(statement); ++i)
                row += (i ? "|" : "") + cell(statement, i);
            rows.push_back(row);
        }
        sqlite3_finalize(statement);
        return rows;
    }
    /// Names and types of a table's columns, in order.
    std::vector<std::string> columns(const std::string& table) {
        return query(fmt::format("SELECT name || ' ' || type FROM pragma_table_info('{}')", table));
    }
    SecretBytes image() {
        sqlite3_int64 size = 0;
        unsigned char* bytes = sqlite3_serialize(db_, "main", &size, 0);
        SecretBytes out(std::span<const std::uint8_t>(bytes, static_cast<std::size_t>(size)));
        sqlite3_free(bytes);
        return out;
    }

  private:
    static std::string cell(sqlite3_stmt* statement, int i) {
        switch (sqlite3_column_type(statement, i)) {
            case SQLITE_NULL: return "null";
            case SQLITE_BLOB: return fmt::format("blob{}", sqlite3_column_bytes(statement, i));
            default: return reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
        }
    }
    sqlite3* db_ = nullptr;
};

inline Result<Bundle> read_sql(const std::string& sql, const ReadOptions& options = {}) {
    Database db;
    db.run(sql);
    return read(Source::bytes(db.image()), options);
}

inline Bundle bundle_of(Session session) {
    Bundle bundle;
    bundle.sessions.push_back(std::move(session));
    return bundle;
}

inline std::vector<std::string> warning_codes(const std::vector<Warning>& warnings) {
    std::vector<std::string> codes;
    for (const Warning& warning : warnings) codes.push_back(warning.code);
    return codes;
}

inline Peer peer(std::int64_t id, PeerKind kind, std::vector<std::string> usernames = {}) {
    Peer out;
    out.id = id;
    out.kind = kind;
    if (kind != PeerKind::group) out.access_hash = id * 7 - 1'000'000;
    out.usernames = std::move(usernames);
    return out;
}

using Texts = std::vector<std::string>;

}  // namespace tgferry::test
