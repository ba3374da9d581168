// Telethon 2: what its files do not show, every shape of them, and what is written.
#include <gtest/gtest.h>

#include "sqlite_files.hpp"
#include "support/fixtures.hpp"

namespace tgferry::test {
namespace {

std::string file(const std::string& datacenters, const std::string& users, const std::string& more = "") {
    return "CREATE TABLE version(version integer primary key); INSERT INTO version VALUES(10);"
           "CREATE TABLE datacenter(id integer primary key, ipv4_addr text, ipv6_addr text, auth blob);"
           "CREATE TABLE user(id integer primary key, dc integer not null, bot integer not null, username "
           "text);"
           "CREATE TABLE state(pts integer not null, qts integer not null, date integer not null,"
           " seq integer not null);"
           "CREATE TABLE channelstate(id integer primary key, pts integer not null);" +
           datacenters + users + more;
}
std::string dc(int id, const std::string& address, const std::string& key = key_literal()) {
    return fmt::format("INSERT INTO datacenter VALUES({}, {}, NULL, {});", id, address, key);
}
const std::string user_of_4 = "INSERT INTO user VALUES(5123456789, 4, 1, 'made_up');";

Session complete() {
    Session session{.dc = 4, .key = sequence_key()};
    session.user.id = 5123456789;
    session.user.is_bot = true;
    session.user.usernames = {"Made_Up", "second"};
    session.update_state = UpdateState{1, 2, 1'700'000'001, 3};
    session.channels = {{1234567890, 4}};
    return session;
}

ErrorCode error_of(const Result<Bundle>& got) {
    EXPECT_FALSE(got);
    return got ? ErrorCode::internal : got.error().code;
}

TEST(Telethon2, TheUserRowNamesTheHomeDc) {
    const auto got = read_sql(
        file(dc(1, "'149.154.175.53:443'", "NULL") + dc(2, "'1.2.3.4:80'") + dc(4, "'149.154.167.92:443'"),
             user_of_4,
             "INSERT INTO state VALUES(7, 8, 9, 10);"
             "INSERT INTO channelstate VALUES(1234567890, 55);"
             "INSERT INTO channelstate VALUES(0, 5);"));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "telethon2-sqlite");
    EXPECT_EQ(got->variant, "schema 10");
    const Session& s = got->active();
    EXPECT_EQ(s.dc, 4);
    EXPECT_EQ(s.endpoint, (Endpoint{"149.154.167.92", 443}));
    ASSERT_EQ(s.other_keys.size(), 1u);
    EXPECT_EQ(s.other_keys[0].dc, 2);
    EXPECT_EQ(s.user.id, 5123456789);
    EXPECT_EQ(s.user.is_bot, true);
    EXPECT_EQ(s.user.usernames, Texts{"made_up"});
    EXPECT_EQ(s.update_state, (UpdateState{7, 8, 9, 10}));
    EXPECT_EQ(s.channels, (std::vector<ChannelState>{{1234567890, 55}}));
    EXPECT_EQ(warning_codes(got->warnings), Texts{"update_rows_ignored"});
}

TEST(Telethon2, WithoutAUserTheHomeDcIsAssumed) {
    const auto usual = read_sql(file(dc(2, "NULL") + dc(4, "NULL"), ""));
    ASSERT_TRUE(usual) << usual.error().text();
    EXPECT_EQ(usual->active().dc, 2) << "as Telethon itself";
    EXPECT_EQ(usual->active().endpoint, std::nullopt);
    EXPECT_EQ(warning_codes(usual->warnings), Texts{"home_dc_assumed"});
    const auto only = read_sql(file(dc(5, "NULL") + dc(4, "NULL"), ""));
    ASSERT_TRUE(only) << only.error().text();
    EXPECT_EQ(only->active().dc, 4) << "the lowest";
    const auto named = read_sql(file(dc(2, "NULL") + dc(4, "NULL"), ""), {.facts = {.dc = 4}});
    ASSERT_TRUE(named) << named.error().text();
    EXPECT_EQ(named->active().dc, 4);
    EXPECT_TRUE(named->warnings.empty());
}

// A file that Telethon migrated from its version 1 holds an IPv6 address where IPv4 belongs, without
// brackets.
TEST(Telethon2, AddressesOfMigratedFiles) {
    const auto six = read_sql(file(dc(4, "'2001:67c:4e8:f004::a:443'"), user_of_4));
    ASSERT_TRUE(six) << six.error().text();
    EXPECT_EQ(six->active().endpoint, (Endpoint{"2001:67c:4e8:f004::a", 443}));
    for (const char* broken : {"'149.154.167.92'", "'149.154.167.92:0'", "'149.154.167.92:70000'", "'x:443'",
                               "'[1.2.3.4]:443'", "':443'"}) {
        const auto got = read_sql(file(dc(4, broken), user_of_4));
        ASSERT_TRUE(got) << broken << ": " << got.error().text();
        EXPECT_EQ(got->active().endpoint, std::nullopt) << broken;
        EXPECT_EQ(warning_codes(got->warnings), Texts{"odd_address"}) << broken;
    }
}

TEST(Telethon2, FilesWithoutAKey) {
    EXPECT_EQ(error_of(read_sql(file("", ""))), ErrorCode::not_logged_in);
    EXPECT_EQ(error_of(read_sql(file(dc(4, "NULL", "NULL"), user_of_4))), ErrorCode::not_logged_in);
    EXPECT_EQ(error_of(read_sql(file(dc(4, "NULL", "X''"), user_of_4))), ErrorCode::not_logged_in);
    EXPECT_EQ(error_of(read_sql(file(dc(4, "NULL", "zeroblob(256)"), user_of_4))), ErrorCode::not_logged_in);
    const auto elsewhere = read_sql(file(dc(2, "NULL"), user_of_4));
    EXPECT_EQ(error_of(elsewhere), ErrorCode::not_logged_in);
    EXPECT_EQ(elsewhere.error().message, "the file has no key of its home DC 4, only of DC 2");
    EXPECT_NE(elsewhere.error().hint.find("--dc N"), std::string::npos);
}

TEST(Telethon2, KeysOfDcsThatAreNone) {
    const auto got =
        read_sql(file(dc(-4, "NULL") + dc(0, "NULL") + dc(4, "NULL") + dc(300, "NULL"), user_of_4));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_TRUE(got->active().other_keys.empty());
    EXPECT_EQ(warning_codes(got->warnings), Texts{"dcs_ignored"});
}

TEST(Telethon2, BrokenKeys) {
    const auto shorter = read_sql(file(dc(4, "NULL", "zeroblob(255)"), user_of_4));
    EXPECT_EQ(error_of(shorter), ErrorCode::damaged);
    EXPECT_NE(shorter.error().message.find("DC 4"), std::string::npos) << shorter.error().message;
    EXPECT_EQ(error_of(read_sql(file(dc(4, "NULL", "'text'"), user_of_4))), ErrorCode::damaged);
}

TEST(Telethon2, TheShapeOfTheFirstWeeks) {
    const auto got = read_sql(
        "CREATE TABLE version(version integer primary key); INSERT INTO version VALUES(10);"
        "CREATE TABLE datacenter(id integer primary key, addr text not null, auth blob);"
        "CREATE TABLE user(id integer primary key, dc integer not null, bot integer not null);"
        "INSERT INTO datacenter VALUES(2, '149.154.167.51:443', " +
        key_literal() + "); INSERT INTO user VALUES(7, 2, 0);");
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->variant, "schema 10 (before 2023-10-13)");
    EXPECT_EQ(got->active().endpoint, (Endpoint{"149.154.167.51", 443}));
    EXPECT_EQ(got->active().user.is_bot, false);
    EXPECT_TRUE(got->active().user.usernames.empty());
}

std::string draft(const std::string& sessions) {
    return "CREATE TABLE version(version integer primary key); INSERT INTO version VALUES(8);"
           "CREATE TABLE datacenter(id integer primary key, ipv4 text not null, ipv6 text, port integer not "
           "null,"
           " auth blob not null);"
           "CREATE TABLE session(user_id integer primary key, dc_id integer not null, bot integer not null,"
           " pts integer not null, qts integer not null, date integer not null, seq integer not null,"
           " takeout_id integer);"
           "CREATE TABLE channel(channel_id integer primary key, pts integer not null);"
           "CREATE TABLE entity(id integer primary key, hash integer not null, ty integer not null);"
           "INSERT INTO datacenter VALUES(4, '149.154.167.92', NULL, 443, " +
           key_literal() + ");" + sessions;
}

TEST(Telethon2, TheDraftOf2021IsNotTelethon1) {
    const auto got =
        read_sql(draft("INSERT INTO session VALUES(5123456789, 4, 1, 7, 8, 9, 10, 11);"
                       "INSERT INTO channel VALUES(1234567890, 55);"
                       "INSERT INTO entity VALUES(1, 11, 85); INSERT INTO entity VALUES(2, 22, 66);"
                       "INSERT INTO entity VALUES(3, 0, 71); INSERT INTO entity VALUES(4, 44, 67);"
                       "INSERT INTO entity VALUES(5, 55, 77); INSERT INTO entity VALUES(6, 66, 69);"
                       "INSERT INTO entity VALUES(7, 77, 1); INSERT INTO entity VALUES(-8, 88, 85);"));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "telethon2-sqlite");
    EXPECT_EQ(got->variant, "draft of 2021 (schema 8)");
    const Session& s = got->active();
    EXPECT_EQ(s.dc, 4);
    EXPECT_EQ(s.endpoint, (Endpoint{"149.154.167.92", 443}));
    EXPECT_EQ(s.takeout_id, 11);
    EXPECT_EQ(s.update_state, (UpdateState{7, 8, 9, 10}));
    EXPECT_EQ(s.channels, (std::vector<ChannelState>{{1234567890, 55}}));
    std::vector<PeerKind> kinds;
    for (const Peer& peer : s.peers) kinds.push_back(peer.kind);
    EXPECT_EQ(kinds, (std::vector<PeerKind>{PeerKind::user, PeerKind::bot, PeerKind::group, PeerKind::channel,
                                            PeerKind::supergroup, PeerKind::supergroup}));
    EXPECT_EQ(s.peers[2].access_hash, std::nullopt);
    EXPECT_EQ(warning_codes(got->warnings), Texts{"peers_ignored"});
}

TEST(Telethon2, AMigratedDraftKnowsNoUser) {
    const auto got = read_sql(draft("INSERT INTO session VALUES(0, 4, 0, 0, 0, 0, 0, NULL);"));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().user, User{});
    EXPECT_EQ(got->active().update_state, std::nullopt);
}

TEST(Telethon2, WritesWhatTheBranchCreates) {
    Session session = complete();
    session.other_keys.push_back({2, sequence_key()});
    const auto written = write_to_memory(bundle_of(std::move(session)), "telethon2-sqlite");
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_EQ(written->loss.dropped, FieldSet{Field::usernames});
    Database db(written->files.at(""));
    EXPECT_EQ(db.query("SELECT * FROM version"), Texts{"10"});
    EXPECT_EQ(db.columns("datacenter"),
              (Texts{"id INTEGER", "ipv4_addr TEXT", "ipv6_addr TEXT", "auth BLOB"}));
    EXPECT_EQ(db.columns("user"), (Texts{"id INTEGER", "dc INTEGER", "bot INTEGER", "username TEXT"}));
    EXPECT_EQ(db.query("SELECT * FROM datacenter"),
              (Texts{"2|null|null|blob256", "4|149.154.167.91:443|null|blob256"}));
    EXPECT_EQ(db.query("SELECT * FROM user"), Texts{"5123456789|4|1|Made_Up"});
    EXPECT_EQ(db.query("SELECT * FROM state"), Texts{"1|2|1700000001|3"});
    EXPECT_EQ(db.query("SELECT * FROM channelstate"), Texts{"1234567890|4"});
    EXPECT_EQ(db.query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"),
              (Texts{"channelstate", "datacenter", "state", "user", "version"}));
}

TEST(Telethon2, ChannelsAloneGetAStateOfZeros) {
    Session session = complete();
    session.update_state.reset();
    const auto written = write_to_memory(bundle_of(std::move(session)), "telethon2-sqlite");
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_EQ(Database(written->files.at("")).query("SELECT * FROM state"), Texts{"0|0|0|0"});
    const auto back = read(Source::files(copy_of(written->files)));
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(back->active().update_state, std::nullopt);
    EXPECT_EQ(back->active().channels.size(), 1u);
}

TEST(Telethon2, WithoutTheUserNothingIsWritten) {
    Session session{.dc = 4, .key = sequence_key()};
    const auto written = write_to_memory(bundle_of(std::move(session)), "telethon2-sqlite");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::missing_fact);
    EXPECT_NE(written.error().hint.find("--user-id N, --bot or --user"), std::string::npos);
}

TEST(Telethon2, WhatLacksAColumnIsNamed) {
    const std::string sql =
        "CREATE TABLE version(version integer); CREATE TABLE datacenter(id); CREATE TABLE user(id);";
    const auto got = read_sql(sql);
    EXPECT_EQ(error_of(got), ErrorCode::unrecognised);
    EXPECT_NE(got.error().message.find("a Telethon 2 session that lacks"), std::string::npos);
    EXPECT_EQ(error_of(read_sql(sql, {.format = "telethon2-sqlite"})), ErrorCode::damaged);
    EXPECT_EQ(error_of(read(Source::text("hello"), {.format = "telethon2-sqlite"})), ErrorCode::damaged);
}

}  // namespace
}  // namespace tgferry::test
