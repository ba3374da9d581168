// Pyrogram's files: what stock files do not show, and the three flavours that are written.
#include <gtest/gtest.h>

#include "sqlite_files.hpp"

namespace tgferry::test {
namespace {

std::string file(int number, const std::string& values, const std::string& more = "") {
    return fmt::format(
        "CREATE TABLE version(number INTEGER PRIMARY KEY); INSERT INTO version VALUES({});"
        "CREATE TABLE sessions(dc_id INTEGER PRIMARY KEY, api_id INTEGER, test_mode INTEGER,"
        " auth_key BLOB, date INTEGER NOT NULL, user_id INTEGER, is_bot INTEGER);"
        "INSERT INTO sessions VALUES({});{}",
        number, values, more);
}
std::string usual() {
    return "4, 2040, 0, " + key_literal() + ", 1795242666, 777000123456, 1";
}

constexpr const char* peers =
    "CREATE TABLE peers(id INTEGER PRIMARY KEY, access_hash INTEGER, type INTEGER NOT NULL, username TEXT,"
    " phone_number TEXT, last_update_on INTEGER NOT NULL);";
constexpr const char* update_state =
    "CREATE TABLE update_state(id INTEGER PRIMARY KEY, pts INTEGER, qts INTEGER, date INTEGER, seq INTEGER);";

Session complete() {
    Session session{.dc = 4, .key = sequence_key()};
    session.user.id = 5123456789;
    session.user.is_bot = true;
    session.api.id = 2040;
    session.peers = {peer(777, PeerKind::user, {"First", "second"}),
                     peer(888, PeerKind::bot, {"second", "third"}), peer(5, PeerKind::group),
                     peer(1234567890, PeerKind::supergroup)};
    session.peers[0].updated = 1'700'000'000;
    session.update_state = UpdateState{1, 0, 1'700'000'001, 3};
    session.channels = {{1234567890, 4}};
    return session;
}

TEST(PyrogramFile, MigratedColumnsAndDate) {
    const auto got = read_sql(
        "CREATE TABLE version(number INTEGER PRIMARY KEY); INSERT INTO version VALUES(3);"
        "CREATE TABLE sessions(dc_id INTEGER PRIMARY KEY, test_mode INTEGER, auth_key BLOB, date INTEGER NOT "
        "NULL,"
        " user_id INTEGER, is_bot INTEGER, api_id INTEGER);"
        "INSERT INTO sessions VALUES(2, 1, " +
        key_literal() + ", 1795242666, 5123456789, 0, NULL);");
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "pyrogram-sqlite");
    EXPECT_EQ(got->variant, "pyrogram 3");
    const Session& s = got->active();
    EXPECT_TRUE(s.test);
    EXPECT_EQ(s.user.id, 5123456789);
    EXPECT_EQ(s.user.is_bot, false);
    EXPECT_EQ(s.api.id, std::nullopt);
    EXPECT_EQ(s.saved, 1795242666);
    EXPECT_EQ(s.endpoint, std::nullopt) << "the file holds no address";
}

TEST(PyrogramFile, NullsAndPlaceholdersAreUnknown) {
    const auto nulls = read_sql(file(3, "2, 0, NULL, " + key_literal() + ", 0, NULL, NULL"));
    ASSERT_TRUE(nulls) << nulls.error().text();
    EXPECT_EQ(nulls->active().user, User{});
    EXPECT_EQ(nulls->active().api.id, std::nullopt);
    EXPECT_EQ(nulls->active().saved, std::nullopt);
    EXPECT_EQ(warning_codes(nulls->warnings), (Texts{"would_be_reset", "would_be_reset", "would_be_reset"}));
    const auto placeholder = read_sql(file(3, "2, 6, 0, " + key_literal() + ", 0, 9999, 0"));
    ASSERT_TRUE(placeholder) << placeholder.error().text();
    EXPECT_EQ(placeholder->active().user.id, std::nullopt);
    EXPECT_EQ(warning_codes(placeholder->warnings), Texts{"user_id_placeholder"});
    const auto fresh = read_sql(file(3, "2, NULL, NULL, NULL, 0, NULL, NULL"));
    ASSERT_FALSE(fresh);
    EXPECT_EQ(fresh.error().code, ErrorCode::not_logged_in);
}

TEST(PyrogramFile, PeersOfEveryKind) {
    const auto got =
        read_sql(file(6, usual(),
                      std::string(peers) + update_state +
                          "CREATE TABLE usernames(id INTEGER, username TEXT);"
                          "INSERT INTO peers VALUES(7, 11, 'user', 'old', '15550001', 5);"
                          "INSERT INTO peers VALUES(8, NULL, 'bot', NULL, NULL, 0);"
                          "INSERT INTO peers VALUES(-123, 0, 'group', NULL, NULL, 5);"
                          "INSERT INTO peers VALUES(-1001234567890, 22, 'forum', NULL, NULL, 5);"
                          "INSERT INTO peers VALUES(-1001234567891, 22, 'channel', NULL, NULL, 5);"
                          "INSERT INTO peers VALUES(-1001234567892, 22, 'user', NULL, NULL, 5);"
                          "INSERT INTO peers VALUES(9, 22, 'starship', NULL, NULL, 5);"
                          "INSERT INTO usernames VALUES(7, 'one'); INSERT INTO usernames VALUES(7, 'two');"
                          "INSERT INTO usernames VALUES(4711, 'orphan');"
                          "INSERT INTO update_state VALUES(0, 1, NULL, 2, NULL);"
                          "INSERT INTO update_state VALUES(-1001234567890, 5, NULL, 6, NULL);"));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->variant, "kurigram 6");
    const Session& s = got->active();
    ASSERT_EQ(s.peers.size(), 5u);
    EXPECT_EQ(s.peers[0].id, 1234567891);
    EXPECT_EQ(s.peers[0].kind, PeerKind::channel);
    EXPECT_EQ(s.peers[1].kind, PeerKind::supergroup);
    EXPECT_EQ(s.peers[2].kind, PeerKind::group);
    EXPECT_EQ(s.peers[3].usernames, (Texts{"old", "one", "two"}));
    EXPECT_EQ(s.peers[3].phone, "15550001");
    EXPECT_EQ(s.peers[4].kind, PeerKind::bot);
    EXPECT_EQ(s.peers[4].updated, std::nullopt);
    EXPECT_EQ(s.update_state, (UpdateState{1, 0, 2, 0}));
    EXPECT_EQ(s.channels, (std::vector<ChannelState>{{1234567890, 5}}));
    EXPECT_EQ(warning_codes(got->warnings), Texts{"peers_ignored"});
}

TEST(PyrogramFile, ForksAreToldApartByTheirTables) {
    const std::string names = "CREATE TABLE usernames(id TEXT PRIMARY KEY, peer_id INTEGER NOT NULL);";
    EXPECT_EQ(read_sql(file(4, usual(), update_state + names))->variant, "pyrofork 4");
    EXPECT_EQ(read_sql(file(4, usual(), update_state))->variant, "pyrofork 4");
    EXPECT_EQ(read_sql(file(4, usual(), "CREATE TABLE usernames(id INTEGER, username TEXT);"))->variant,
              "kurigram 4");
    const auto newer = read_sql(file(8, usual(), "CREATE TABLE usernames(id INTEGER, username TEXT);"));
    ASSERT_TRUE(newer) << newer.error().text();
    EXPECT_EQ(newer->variant, "kurigram 8");
    EXPECT_EQ(warning_codes(newer->warnings), Texts{"newer_version"});
}

TEST(PyrogramFile, WritesVersion3AsPyrogramCreatesIt) {
    const auto written = write_to_memory(bundle_of(complete()), "pyrogram-sqlite");
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_EQ(written->loss.dropped,
              (FieldSet{Field::update_state, Field::channel_pts, Field::peer_usernames}));
    Database db(written->files.at(""));
    EXPECT_EQ(db.query("SELECT * FROM version"), Texts{"3"});
    EXPECT_EQ(db.columns("sessions"),
              (Texts{"dc_id INTEGER", "api_id INTEGER", "test_mode INTEGER", "auth_key BLOB", "date INTEGER",
                     "user_id INTEGER", "is_bot INTEGER"}));
    EXPECT_EQ(db.query("SELECT * FROM sessions"), Texts{"4|2040|0|blob256|0|5123456789|1"});
    EXPECT_EQ(db.columns("peers"), (Texts{"id INTEGER", "access_hash INTEGER", "type INTEGER",
                                          "username TEXT", "phone_number TEXT", "last_update_on INTEGER"}));
    EXPECT_EQ(db.query("SELECT * FROM peers"),
              (Texts{"-1001234567890|8640975230|supergroup|null|null|0", "-5|0|group|null|null|0",
                     "777|-994561|user|first|null|1700000000", "888|-993784|bot|second|null|0"}));
    EXPECT_EQ(
        db.query("SELECT name FROM sqlite_schema WHERE type IN ('index', 'trigger') ORDER BY name"),
        (Texts{"idx_peers_id", "idx_peers_phone_number", "idx_peers_username", "trg_peers_last_update_on"}));
    EXPECT_EQ(db.query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"),
              (Texts{"peers", "sessions", "version"}));
    db.run("UPDATE peers SET phone_number = '1' WHERE id = 888");
    EXPECT_EQ(db.query("SELECT last_update_on > 1700000000 FROM peers WHERE id = 888"), Texts{"1"})
        << "the trigger";
    db.run(
        "REPLACE INTO peers (id, access_hash, type, username, phone_number) VALUES (9, 1, 'user', 'x', "
        "NULL)");
    EXPECT_EQ(db.query("SELECT last_update_on > 1700000000 FROM peers WHERE id = 9"), Texts{"1"})
        << "the default";
}

TEST(PyrogramFile, WritesKurigram7) {
    const auto written = write_to_memory(bundle_of(complete()), "pyrogram-sqlite", {.flavour = "kurigram"});
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_TRUE(written->loss.dropped.empty());
    EXPECT_EQ(written->loss.inferred, FieldSet{Field::endpoint});
    Database db(written->files.at(""));
    EXPECT_EQ(db.query("SELECT * FROM version"), Texts{"7"});
    EXPECT_EQ(db.query("SELECT * FROM sessions"),
              Texts{"4|149.154.167.91|443|2040|0|blob256|0|5123456789|1"});
    EXPECT_EQ(db.columns("peers"), (Texts{"id INTEGER", "access_hash INTEGER", "type INTEGER",
                                          "phone_number TEXT", "last_update_on INTEGER"}));
    EXPECT_EQ(db.query("SELECT * FROM usernames"),
              (Texts{"777|first", "777|second", "888|second", "888|third"}));
    EXPECT_EQ(db.query("SELECT * FROM update_state"),
              (Texts{"-1001234567890|4|null|1700000001|null", "0|1|null|1700000001|3"}));
}

TEST(PyrogramFile, WritesPyrofork4WithEachNameOnce) {
    const auto written = write_to_memory(bundle_of(complete()), "pyrogram-sqlite", {.flavour = "pyrofork"});
    ASSERT_TRUE(written) << written.error().text();
    Database db(written->files.at(""));
    EXPECT_EQ(db.query("SELECT * FROM version"), Texts{"4"});
    EXPECT_EQ(db.query("SELECT id, peer_id FROM usernames ORDER BY rowid"),
              (Texts{"first|777", "second|777", "third|888"}));
    EXPECT_EQ(db.query("SELECT username FROM peers WHERE id > 0"), (Texts{"first", "second"}));
    EXPECT_EQ(db.query("SELECT count(*) FROM update_state"), Texts{"2"});
}

TEST(PyrogramFile, RefusesWhatWouldMakePyrogramDropTheKey) {
    Session session = complete();
    session.user.is_bot.reset();
    session.api.id.reset();
    const auto written = write_to_memory(bundle_of(std::move(session)), "pyrogram-sqlite");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::missing_fact);
    EXPECT_NE(written.error().hint.find("--bot or --user"), std::string::npos) << written.error().hint;
    const auto flavour = write_to_memory(bundle_of(complete()), "pyrogram-sqlite", {.flavour = "vanilla"});
    ASSERT_FALSE(flavour);
    EXPECT_EQ(flavour.error().code, ErrorCode::invalid_argument);
}

TEST(PyrogramFile, WithoutItsVersionItIsFoundByItsColumns) {
    std::string sql = file(3, usual());
    sql = sql.substr(sql.find("CREATE TABLE sessions"));
    const auto got = read_sql(sql);
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "pyrogram-sqlite");
    EXPECT_EQ(warning_codes(got->warnings), Texts{"schema_missing"});
    const auto near = read_sql("CREATE TABLE sessions(dc_id, auth_key, user_id);");
    ASSERT_FALSE(near);
    EXPECT_NE(near.error().message.find("a Pyrogram file whose table version"), std::string::npos);
}

TEST(PyrogramFile, IsNotReadAsTelethonsNorTelethonsAsOne) {
    const auto pyrogram = read_sql(file(3, usual()), {.format = "telethon-sqlite"});
    ASSERT_FALSE(pyrogram);
    EXPECT_EQ(pyrogram.error().code, ErrorCode::damaged);
    EXPECT_NE(pyrogram.error().message.find("a Pyrogram file"), std::string::npos);
    const auto made = write_to_memory(bundle_of(complete()), "telethon-sqlite");
    ASSERT_TRUE(made) << made.error().text();
    const auto telethon = read(Source::bytes(made->files.at("").copy()), {.format = "pyrogram-sqlite"});
    ASSERT_FALSE(telethon);
    EXPECT_EQ(telethon.error().code, ErrorCode::damaged);
    EXPECT_NE(telethon.error().message.find("a Telethon file"), std::string::npos);
}

TEST(PyrogramFile, JsonOfPyrogram014) {
    const std::string key =
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+"
        "P0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+"
        "AgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqbnJ2en6ChoqOkpaanqKmqq6ytrq+wsbKztLW2t7i5uru8vb6/"
        "wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj5OXm5+jp6uvs7e7v8PHy8/T19vf4+fr7/P3+/w==";
    std::string pieces;
    for (std::size_t at = 0; at < key.size(); at += 43) {
        pieces += (at ? ", \"" : "\"") + key.substr(at, 43) + "\"";
    }
    for (const std::string& value : {"[" + pieces + "]", "\"" + key + "\""}) {
        const auto got = read(Source::text(
            R"({"dc_id": 4, "test_mode": false, "user_id": 123, "date": 5, "peers_by_id": {"-1001234567890": 7, "x": 1},
                "auth_key": )" +
            value + "}"));
        ASSERT_TRUE(got) << got.error().text();
        EXPECT_EQ(got->format, "pyrogram-sqlite");
        EXPECT_EQ(got->active().dc, 4);
        EXPECT_EQ(got->active().user.id, 123);
        EXPECT_EQ(got->active().user.is_bot, std::nullopt);
        EXPECT_TRUE(got->active().key == sequence_key());
        ASSERT_EQ(got->active().peers.size(), 1u);
        EXPECT_EQ(got->active().peers[0].access_hash, 7);
    }
}

}  // namespace
}  // namespace tgferry::test
