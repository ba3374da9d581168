// People who share the tables of one database: accounts of their own, and no key moves between them.
#include <gtest/gtest.h>

#include "sqlite_files.hpp"

namespace tgferry::test {
namespace {

std::string key(char digit) {
    return "X'" + std::string(512, digit) + "'";
}

/// Of each account the name, the home DC, the first digit of its key, and the DCs of the other keys.
Texts accounts(const Result<Bundle>& bundle) {
    if (!bundle) return {bundle.error().text()};
    Texts out;
    for (const Session& session : bundle->sessions) {
        std::string text =
            fmt::format("{} {} {:x}", session.label.value_or("-"), session.dc, session.key.reveal()[0] & 15);
        for (const DcKey& other : session.other_keys) {
            text += fmt::format(" +{} {:x}", other.dc, other.key.reveal()[0] & 15);
        }
        out.push_back(std::move(text));
    }
    for (const LostAccount& lost : bundle->lost) {
        out.push_back(fmt::format("lost {} {}", lost.position, lost.label.value_or("-")));
    }
    return out;
}

std::string shared(const std::string& rows, const std::string& prefix = "") {
    return fmt::format(
               "CREATE TABLE {}sessions(session_id VARCHAR(255), dc_id INTEGER, server_address TEXT, port "
               "INTEGER, auth_key BLOB, PRIMARY KEY(session_id, dc_id));",
               prefix) +
           rows;
}
std::string row(const std::string& name, int dc, const std::string& value, const std::string& prefix = "") {
    return fmt::format("INSERT INTO {}sessions VALUES({}, {}, '149.154.167.51', 443, {});", prefix, name, dc,
                       value);
}

TEST(SharedRows, NamesAreAccounts) {
    const auto got =
        read_sql(shared(row("'b'", 2, key('1')) + row("'a'", 4, key('2')) + row("'b'", 4, key('3'))));
    EXPECT_EQ(accounts(got), (Texts{"b 2 1 +4 3", "a 4 2"}));
    ASSERT_TRUE(got);
    EXPECT_EQ(got->format, "telethon-sqlite");
    EXPECT_FALSE(got->active_known);
    const auto alone = read_sql(shared(row("'a'", 2, key('2')) + row("'b'", 2, "NULL")));
    EXPECT_EQ(accounts(alone), Texts{"a 2 2"});
    ASSERT_TRUE(alone);
    EXPECT_TRUE(alone->active_known);
    EXPECT_EQ(warning_codes(alone->warnings), Texts{"not_logged_in"});
}

TEST(SharedRows, ABrokenKeyLosesItsAccountAlone) {
    const auto got = read_sql(shared(row("'a'", 2, "X'0102'") + row("'b'", 2, key('1'))));
    EXPECT_EQ(accounts(got), (Texts{"b 2 1", "lost 0 a"}));
    ASSERT_TRUE(got);
    EXPECT_FALSE(got->active_known) << "the other may be meant";
    EXPECT_EQ(read_sql(shared(row("'a'", 2, "X'0102'"))).error().code, ErrorCode::damaged);
    EXPECT_EQ(read_sql(shared(row("'a'", 2, "NULL"))).error().code, ErrorCode::not_logged_in);
}

TEST(SharedRows, TablesBehindAPrefixInAnyCase) {
    const std::string other = "CREATE TABLE users(id INTEGER);";
    EXPECT_EQ(accounts(read_sql(other + shared(row("'a'", 2, key('1'), "Telethon_"), "Telethon_"))),
              Texts{"a 2 1"});
    const auto two =
        read_sql(shared(row("'a'", 2, key('1'), "x_"), "x_") + shared(row("'a'", 2, key('2'), "y_"), "y_"));
    EXPECT_EQ(accounts(two), (Texts{"a 2 1", "a 2 2"}));
}

TEST(SharedRows, EntitiesAndStatesGoByTheName) {
    const auto got = read_sql(
        shared(row("'a'", 2, key('1')) + row("'b'", 4, key('2'))) +
        "CREATE TABLE entities(session_id TEXT, id BIGINT, hash BIGINT, PRIMARY KEY(session_id, id));"
        "CREATE TABLE update_state(session_id TEXT, entity_id BIGINT, pts, qts, date, seq);"
        "INSERT INTO entities VALUES('a', 0, 777000123), ('a', 777000, 5), ('b', 777001, 6), ('c', 777002, "
        "7);"
        "INSERT INTO update_state VALUES('b', 0, 10, 20, 30, 40);");
    ASSERT_TRUE(got) << got.error().text();
    ASSERT_EQ(got->sessions.size(), 2u);
    EXPECT_EQ(got->sessions[0].user.id, 777000123);
    ASSERT_EQ(got->sessions[0].peers.size(), 1u);
    EXPECT_EQ(got->sessions[0].peers[0].id, 777000);
    EXPECT_EQ(got->sessions[0].update_state, std::nullopt);
    EXPECT_EQ(got->sessions[1].user.id, std::nullopt);
    ASSERT_EQ(got->sessions[1].peers.size(), 1u);
    EXPECT_EQ(got->sessions[1].peers[0].id, 777001);
    EXPECT_EQ(got->sessions[1].update_state, (UpdateState{10, 20, 30, 40}));
}

constexpr const char* pyrogram =
    "CREATE TABLE version(number); INSERT INTO version VALUES(3);"
    "CREATE TABLE peers(id INTEGER PRIMARY KEY, access_hash INTEGER, type TEXT, phone_number TEXT);"
    "INSERT INTO peers VALUES(777000, 5, 'user', NULL);"
    "CREATE TABLE sessions(dc_id INTEGER, api_id INTEGER, test_mode INTEGER, auth_key BLOB, date INTEGER,"
    " user_id INTEGER, is_bot INTEGER);";
std::string login(int dc, const std::string& user, const std::string& value) {
    return fmt::format("INSERT INTO sessions VALUES({}, 6, 0, {}, 0, {}, 0);", dc, value, user);
}

TEST(SharedRows, UsersAreAccounts) {
    const auto got =
        read_sql(pyrogram + login(4, "5", key('1')) + login(2, "6", key('2')) + login(1, "5", key('3')));
    EXPECT_EQ(accounts(got), (Texts{"- 1 3 +4 1", "- 2 2"}));
    ASSERT_TRUE(got);
    EXPECT_TRUE(got->sessions[0].peers.empty()) << "the file does not say whose they are";
    EXPECT_EQ(warning_codes(got->warnings), (Texts{"several_rows", "shared_rows_ignored"}));
    const auto one = read_sql(pyrogram + login(4, "5", key('1')) + login(1, "5", key('3')));
    ASSERT_TRUE(one);
    EXPECT_EQ(one->active().peers.size(), 1u);
    EXPECT_EQ(accounts(read_sql(pyrogram + login(4, "NULL", key('1')) + login(2, "6", key('2')))).size(), 2u)
        << "nothing says that it is user 6's";
}

TEST(SharedRows, TwoKeysOfOneDcAreTwoLogins) {
    EXPECT_EQ(accounts(read_sql(pyrogram + login(2, "5", key('1')) + login(2, "5", key('2')))),
              (Texts{"- 2 1", "- 2 2"}));
    EXPECT_EQ(accounts(read_sql(pyrogram + login(2, "5", key('1')) + login(2, "5", key('1')))),
              Texts{"- 2 1"});
    EXPECT_EQ(accounts(read_sql(pyrogram + login(2, "5", key('1')) + login(4, "5", key('3')) +
                                login(2, "5", key('2')))),
              (Texts{"- 2 1", "- 4 3", "- 2 2"}))
        << "nothing says whose the third key is";
}

TEST(SharedRows, OneAccountIsNotTakenUnasked) {
    const auto got = read_sql(shared(row("'a'", 2, key('1')) + row("'b'", 4, key('2'))));
    ASSERT_TRUE(got);
    const auto refused = write_to_memory(*got, "telethon-string");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::missing_fact);
    const auto all = write_to_memory(*got, "tgferry-json");
    ASSERT_TRUE(all) << all.error().text();
    auto back = read(Source::bytes(all->files.at("").copy()));
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_FALSE(back->active_known) << "a rewrite makes nobody the active one";
}

TEST(SharedRows, TheNamedRowsOfMtgo) {
    const std::string tables =
        "CREATE TABLE sessions(session_id TEXT, dc_id INTEGER PRIMARY KEY, api_hash TEXT, auth_key BLOB, "
        "user_id"
        " INTEGER, server_address TEXT); CREATE TABLE update_dedup(x);"
        "CREATE TABLE update_state(session_id TEXT PRIMARY KEY, pts, qts, date, seq);"
        "INSERT INTO update_state VALUES('one', 1, 2, 3, 4), ('two', 5, 6, 7, 8);";
    const auto add = [](const char* name, int dc, char digit, int user) {
        return fmt::format("INSERT INTO sessions VALUES('{}', {}, '', {}, {}, '');", name, dc, key(digit),
                           user);
    };
    const auto got = read_sql(tables + add("one", 2, '1', 0) + add("two", 4, '2', 0));
    EXPECT_EQ(accounts(got), (Texts{"one 2 1", "two 4 2"}));
    ASSERT_TRUE(got);
    EXPECT_EQ(got->sessions[0].update_state, (UpdateState{1, 2, 3, 4}));
    EXPECT_EQ(got->sessions[1].update_state, (UpdateState{5, 6, 7, 8}));
    EXPECT_EQ(accounts(read_sql(tables + add("one", 2, '1', 5) + add("two", 4, '2', 6))).size(), 2u);
    EXPECT_EQ(accounts(read_sql(tables + add("one", 2, '1', 5) + add("two", 4, '2', 5))).size(), 1u)
        << "a renamed session of one person";
}

TEST(SharedRows, NewerSchemasOfEveryLibrary) {
    const auto warned = [](const Result<Bundle>& got) {
        if (!got) return got.error().text();
        const Texts codes = warning_codes(got->warnings);
        return std::ranges::find(codes, "newer_version") != codes.end() ? got->format : "no warning";
    };
    EXPECT_EQ(
        warned(read_sql("CREATE TABLE version(version); INSERT INTO version VALUES(9);"
                        "CREATE TABLE sessions(dc_id INTEGER PRIMARY KEY, server_address TEXT, port INTEGER,"
                        " auth_key BLOB, takeout_id, something); INSERT INTO sessions VALUES(2, '', 443, " +
                        key('1') + ", NULL, 5);")),
        "telethon-sqlite");
    EXPECT_EQ(
        warned(read_sql("CREATE TABLE version(number); INSERT INTO version VALUES(4);"
                        "CREATE TABLE sessions(dc_id, api_id, test_mode, auth_key, date, user_id, is_bot);" +
                        login(2, "5", key('1')))),
        "pyrogram-sqlite");
    EXPECT_EQ(
        warned(read_sql("PRAGMA user_version = 2; CREATE TABLE dc_home(dc_id); INSERT INTO dc_home VALUES(2);"
                        "CREATE TABLE dc_option(dc_id, ipv4, ipv6, auth_key);"
                        "INSERT INTO dc_option VALUES(2, '1.2.3.4:443', '[::1]:443', " +
                        key('1') + ");")),
        "grammers-sqlite");
    EXPECT_EQ(
        warned(read_sql("CREATE TABLE version(version); INSERT INTO version VALUES(11);"
                        "CREATE TABLE datacenter(id, ipv4_addr, ipv6_addr, auth);"
                        "CREATE TABLE user(id, dc, bot, username); INSERT INTO user VALUES(5, 2, 0, NULL);"
                        "INSERT INTO datacenter VALUES(2, '1.2.3.4:443', NULL, " +
                        key('1') + ");")),
        "telethon2-sqlite");
}

TEST(SharedRows, SeveralUsersOfTelethon2HaveTheKeysOfTheirHomeDcs) {
    const std::string tables =
        "CREATE TABLE version(version); INSERT INTO version VALUES(10);"
        "CREATE TABLE datacenter(id INTEGER PRIMARY KEY, ipv4_addr, ipv6_addr, auth);"
        "CREATE TABLE user(id INTEGER PRIMARY KEY, dc, bot, username);"
        "INSERT INTO datacenter VALUES(2, NULL, NULL, " +
        key('1') + "), (4, NULL, NULL, " + key('2') + "), (5, NULL, NULL, " + key('3') + ");";
    EXPECT_EQ(accounts(read_sql(tables + "INSERT INTO user VALUES(5, 2, 0, NULL);")),
              Texts{"- 2 1 +4 2 +5 3"});
    EXPECT_EQ(accounts(read_sql(tables + "INSERT INTO user VALUES(5, 2, 0, NULL), (6, 4, 0, NULL);")),
              (Texts{"- 2 1", "- 4 2"}));
    EXPECT_EQ(accounts(read_sql(tables +
                                "INSERT INTO user VALUES(5, 2, 0, NULL), (6, 4, 0, NULL), (7, 4, 0, NULL);")),
              (Texts{"- 2 1", "lost 1 -", "lost 2 -"}));
}

}  // namespace
}  // namespace tgferry::test
