// SQLite's names of tables and columns know no case, so neither may a reader.
#include <gtest/gtest.h>

#include <set>

#include "sqlite_files.hpp"
#include "sqlite_fixtures.hpp"
#include "support/compare.hpp"

namespace tgferry::test {
namespace {

std::string upper(std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

/// By way of other names: to SQLite a change of case alone is a name that is taken.
SecretBytes in_capitals(const SecretBytes& image) {
    Database db(without_log(image));
    for (const std::string& table : db.query("SELECT name FROM sqlite_master WHERE type = 'table' AND "
                                             "name NOT LIKE 'sqlite!_%' ESCAPE '!'")) {
        for (const std::string& column :
             db.query(fmt::format("SELECT name FROM pragma_table_info('{}')", table))) {
            const std::string start = fmt::format("ALTER TABLE \"{}\" RENAME COLUMN", table);
            db.run(fmt::format("{0} \"{1}\" TO \"moved {1}\"", start, column));
            db.run(fmt::format("{0} \"moved {1}\" TO \"{2}\"", start, column, upper(column)));
        }
        db.run(fmt::format("ALTER TABLE \"{0}\" RENAME TO \"moved {0}\"", table));
        db.run(fmt::format("ALTER TABLE \"moved {0}\" RENAME TO \"{1}\"", table, upper(table)));
    }
    return db.image();
}

class Capitals : public testing::TestWithParam<Fixture> {};

TEST_P(Capitals, ReadTheSame) {
    const Fixture& fixture = GetParam();
    FileMap plain = files_of(fixture), renamed = files_of(fixture);
    SecretBytes& main = database_in(renamed);
    main = in_capitals(main);
    const auto wanted = read(Source::files(std::move(plain)), unlocking(fixture));
    const auto got = read(Source::files(std::move(renamed)), unlocking(fixture));
    if (!wanted) {  // nobody is logged in
        ASSERT_FALSE(got);
        EXPECT_EQ(got.error().code, wanted.error().code);
        return;
    }
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, wanted->format);
    EXPECT_EQ(got->variant, wanted->variant);
    EXPECT_EQ(warning_codes(got->warnings), warning_codes(wanted->warnings));
    ASSERT_EQ(got->sessions.size(), wanted->sessions.size());
    for (std::size_t i = 0; i < got->sessions.size(); ++i) {
        EXPECT_EQ(difference(wanted->sessions[i], got->sessions[i]), "");
    }
}

INSTANTIATE_TEST_SUITE_P(SqliteNames, Capitals, testing::ValuesIn(database_fixtures()),
                         [](const auto& one) { return as_test_name(one.param.name); });

TEST(SqliteNames, EveryFormatWithADatabaseIsAmongThem) {
    std::set<std::string> formats;
    for (const Fixture& fixture : database_fixtures()) formats.insert(fixture.format);
    EXPECT_EQ(formats, (std::set<std::string>{"gramjs-sqlite", "grammers-sqlite", "mtcute-sqlite",
                                              "mtgo-sqlite", "pyrogram-sqlite", "session-json",
                                              "telethon-sqlite", "telethon2-sqlite"}));
}

TEST(SqliteNames, ATestSessionStaysOneWhateverItsColumnIsCalled) {
    const auto got = read_sql(
        "CREATE TABLE Version(Number INTEGER); INSERT INTO Version VALUES(3);"
        "CREATE TABLE Sessions(Dc_Id INTEGER PRIMARY KEY, Api_Id INTEGER, Test_Mode INTEGER, Auth_Key BLOB,"
        " Date INTEGER, User_Id INTEGER, Is_Bot INTEGER);"
        "INSERT INTO Sessions VALUES(2, 6, 1, " +
        key_literal() + ", 0, 777000123, 0);");
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "pyrogram-sqlite");
    EXPECT_TRUE(got->active().test);
    EXPECT_EQ(got->active().user.id, 777000123);
}

}  // namespace
}  // namespace tgferry::test
