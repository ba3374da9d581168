// What gramjs-sqlitesession opens: one table, told apart from the files that have it among others.
#include <gtest/gtest.h>

#include "sqlite_files.hpp"

namespace tgferry::test {
namespace {

std::string sessions(const std::string& values, const std::string& more = "") {
    return "CREATE TABLE sessions(dc_id integer primary key, server_address text, port integer, auth_key "
           "blob);"
           "INSERT INTO sessions VALUES(" +
           values + ");" + more;
}
std::string usual() {
    return "2, 'vesta.web.telegram.org', 443, " + key_literal();
}

TEST(GramjsSqlite, TheTableAlone) {
    const auto got = read_sql(sessions(usual()));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "gramjs-sqlite");
    EXPECT_EQ(got->active().dc, 2);
    EXPECT_EQ(got->active().endpoint, (Endpoint{"vesta.web.telegram.org", 443}));
}

TEST(GramjsSqlite, AFileWithMoreInItIsAnotherLibrarys) {
    const std::string version =
        "CREATE TABLE version(version integer primary key); INSERT INTO version VALUES(7);";
    const auto telethon = read_sql(sessions(usual(), version));
    ASSERT_TRUE(telethon) << telethon.error().text();
    EXPECT_EQ(telethon->format, "telethon-sqlite");
    const auto unknown = read_sql(sessions(usual(), "CREATE TABLE update_dedup(id integer primary key);"));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::unrecognised);
    const auto named = read_sql(sessions(usual(), version), {.format = "gramjs-sqlite"});
    ASSERT_TRUE(named) << "the package itself reads Telethon's files";
}

TEST(GramjsSqlite, NobodyAndNothing) {
    const auto nobody = read_sql(sessions("2, '149.154.167.51', 443, NULL"));
    ASSERT_FALSE(nobody);
    EXPECT_EQ(nobody.error().code, ErrorCode::not_logged_in);
    const auto short_key = read_sql(sessions("2, '149.154.167.51', 443, X'0102'"));
    ASSERT_FALSE(short_key);
    EXPECT_EQ(short_key.error().code, ErrorCode::damaged);
    const auto no_table = read_sql("CREATE TABLE t(a);", {.format = "gramjs-sqlite"});
    ASSERT_FALSE(no_table);
    EXPECT_EQ(no_table.error().code, ErrorCode::damaged);
    const auto text = read(Source::text("x"), {.format = "gramjs-sqlite"});
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, ErrorCode::damaged);
}

/// The package would take the first row, and its broken key with it.
TEST(GramjsSqlite, AnotherRowDoesNotStandInForABrokenOneUnsaid) {
    const auto got =
        read_sql(sessions("1, '149.154.175.50', 443, X'0102'), (2, '149.154.167.51', 443, " + key_literal()));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().dc, 2);
    EXPECT_EQ(warning_codes(got->warnings), Texts{"key_damaged"});
}

TEST(GramjsSqlite, WritesOneTable) {
    Session session{.dc = 2, .key = sequence_key(), .endpoint = Endpoint{"2001:67c:4e8:f002::a", 65000}};
    const auto written = write_to_memory(bundle_of(session), "gramjs-sqlite");
    ASSERT_TRUE(written) << written.error().text();
    Database db(written->files.begin()->second);
    EXPECT_EQ(db.query("SELECT * FROM sessions"), Texts{"2|2001:67c:4e8:f002::a|65000|blob256"});
    EXPECT_EQ(db.query("SELECT name FROM sqlite_schema"), Texts{"sessions"});
    session.endpoint = Endpoint{"a b", 443};
    const auto refused = write_to_memory(bundle_of(session), "gramjs-sqlite");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::missing_fact);
}

}  // namespace
}  // namespace tgferry::test
