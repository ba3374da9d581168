// Telethon's files: what stock files do not show. (Stock files are fixtures, strings are vectors.)
#include <gtest/gtest.h>

#include "sqlite_files.hpp"

namespace tgferry::test {
namespace {

std::string with_tables(const std::string& sessions_rows, const std::string& more = "") {
    return "CREATE TABLE version(version integer primary key); INSERT INTO version VALUES(7);"
           "CREATE TABLE sessions(dc_id integer primary key, server_address text, port integer, auth_key "
           "blob,"
           " takeout_id integer);" +
           sessions_rows + more;
}

std::string row(int dc, const std::string& key, const std::string& address = "149.154.167.51") {
    return fmt::format("INSERT INTO sessions VALUES({}, '{}', 443, {}, NULL);", dc, address, key);
}

constexpr const char* entities =
    "CREATE TABLE entities(id integer primary key, hash integer not null, username text, phone integer, name "
    "text,"
    " date integer);";
constexpr const char* update_state =
    "CREATE TABLE update_state(id integer primary key, pts integer, qts integer, date integer, seq integer);";

TEST(TelethonFile, ColumnsAreFoundByNameAndStrangeTablesPassedOver) {
    const auto got = read_sql(
        "CREATE TABLE secret_chats(x); CREATE TABLE version(note text, version integer);"
        "INSERT INTO version VALUES('fork', 7);"
        "CREATE TABLE sessions(auth_key blob, extra text, port integer, takeout_id integer, dc_id integer,"
        " server_address text);"
        "INSERT INTO sessions VALUES(" +
        key_literal() + ", 'x', 5222, 77, 4, '149.154.167.91');");
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "telethon-sqlite");
    EXPECT_EQ(got->variant, "schema 7");
    EXPECT_EQ(got->active().dc, 4);
    EXPECT_EQ(got->active().endpoint, (Endpoint{"149.154.167.91", 5222}));
    EXPECT_EQ(got->active().takeout_id, 77);
    EXPECT_TRUE(got->active().key == sequence_key());
    EXPECT_TRUE(got->warnings.empty());
}

TEST(TelethonFile, OfSeveralRowsTheLowestDcWithAKeyIsHome) {
    const std::string other = "X'" + std::string(510, '1') + "23'";
    const std::string sql =
        with_tables(row(1, "X''") + row(2, key_literal()) + row(4, other, "149.154.167.91"));
    const auto got = read_sql(sql);
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().dc, 2);
    ASSERT_EQ(got->active().other_keys.size(), 1u);
    EXPECT_EQ(got->active().other_keys[0].dc, 4);
    EXPECT_EQ(warning_codes(got->warnings), Texts{"several_rows"});

    ReadOptions options;
    options.facts.dc = 4;
    const auto named = read_sql(sql, options);
    ASSERT_TRUE(named) << named.error().text();
    EXPECT_EQ(named->active().dc, 4);
    EXPECT_EQ(named->active().endpoint->host, "149.154.167.91");
    EXPECT_TRUE(named->active().other_keys[0].key == sequence_key());
}

TEST(TelethonFile, NoKeyIsNotLoggedInAndABrokenKeyIsDamage) {
    const std::string zeros = "zeroblob(256)";
    for (const std::string& key : {std::string("NULL"), std::string("X''"), zeros}) {
        const auto got = read_sql(with_tables(row(2, key)));
        ASSERT_FALSE(got) << key;
        EXPECT_EQ(got.error().code, ErrorCode::not_logged_in) << key;
    }
    EXPECT_EQ(read_sql(with_tables("")).error().code, ErrorCode::not_logged_in);
    for (const char* key : {"X'0102'", "'text'", "5"}) {
        const auto got = read_sql(with_tables(row(2, key)));
        ASSERT_FALSE(got) << key;
        EXPECT_EQ(got.error().code, ErrorCode::damaged) << key;
    }
    EXPECT_TRUE(read_sql(with_tables(row(1, "X'0102'") + row(2, key_literal())))) << "a good row counts more";
}

TEST(TelethonFile, DisplacedColumnsOfSchema8AreNoTakeoutAndNoKey) {
    const std::string table =
        "CREATE TABLE version(version integer primary key); INSERT INTO version VALUES(8);"
        "CREATE TABLE sessions(dc_id integer primary key, server_address text, port integer, auth_key blob,"
        " takeout_id integer, tmp_auth_key blob); INSERT INTO sessions VALUES(2, '149.154.167.51', 443, ";
    const auto emptied = read_sql(table + key_literal() + ", X'', X'');");
    ASSERT_TRUE(emptied) << emptied.error().text();
    EXPECT_EQ(emptied->variant, "schema 8");
    EXPECT_EQ(emptied->active().takeout_id, std::nullopt);
    const auto moved = read_sql(table + key_literal() + ", zeroblob(256), 4711);");
    ASSERT_TRUE(moved) << moved.error().text();
    EXPECT_EQ(moved->active().takeout_id, 4711);
    EXPECT_TRUE(moved->active().other_keys.empty());
}

TEST(TelethonFile, EntitiesAndUpdateStates) {
    const auto got = read_sql(with_tables(
        row(2, key_literal()),
        std::string(entities) + update_state +
            "INSERT INTO entities VALUES(0, 777000123456, NULL, NULL, NULL, 5);"
            "INSERT INTO entities VALUES(777000123456, -11, 'own', '15550001', 'A B', 1795242786.63);"
            "INSERT INTO entities VALUES(-123, 0, NULL, NULL, 'group', NULL);"
            "INSERT INTO entities VALUES(-1001234567890, 22, 'news', NULL, NULL, 7);"
            "INSERT INTO entities VALUES(-9223372036854775808, 1, NULL, NULL, NULL, 7);"
            "INSERT INTO update_state VALUES(0, 10, 20, 1795242786.0, 30);"
            "INSERT INTO update_state VALUES(1234567890, 40, 0, 1795242786.633221, 0);"
            "INSERT INTO update_state VALUES(55, 99999999999, 0, 0, 0);"));
    ASSERT_TRUE(got) << got.error().text();
    const Session& s = got->active();
    EXPECT_EQ(s.user.id, 777000123456);
    ASSERT_EQ(s.peers.size(), 3u);
    EXPECT_EQ(s.peers[0].id, 1234567890);
    EXPECT_EQ(s.peers[0].kind, PeerKind::channel);
    EXPECT_EQ(s.peers[0].access_hash, 22);
    EXPECT_EQ(s.peers[1].kind, PeerKind::group);
    EXPECT_EQ(s.peers[1].access_hash, std::nullopt);
    EXPECT_EQ(s.peers[2].phone, "15550001");
    EXPECT_EQ(s.peers[2].updated, 1795242786);
    EXPECT_EQ(s.update_state, (UpdateState{10, 20, 1795242786, 30}));
    ASSERT_EQ(s.channels.size(), 1u);
    EXPECT_EQ(s.channels[0], (ChannelState{1234567890, 40}));
    EXPECT_EQ(warning_codes(got->warnings), (Texts{"peers_ignored", "update_rows_ignored"}));
}

TEST(TelethonFile, DcAndTestFlagComeFromTheAddressWhereTheFileHasNone) {
    const auto migrated = read_sql(with_tables(row(0, key_literal(), "91.108.56.165")));
    ASSERT_TRUE(migrated) << migrated.error().text();
    EXPECT_EQ(migrated->active().dc, 5);
    const auto test = read_sql(with_tables(row(2, key_literal(), "149.154.167.40")));
    ASSERT_TRUE(test) << test.error().text();
    EXPECT_TRUE(test->active().test);
    EXPECT_TRUE(test->active().inferred.has(Field::test));
    const auto bracketed = read_sql(with_tables(row(4, key_literal(), "[2001:67c:4e8:f004::a]")));
    ASSERT_TRUE(bracketed) << bracketed.error().text();
    EXPECT_EQ(bracketed->active().endpoint->host, "2001:67c:4e8:f004::a");
}

TEST(TelethonFile, WritesTheSchemaOfTelethonItself) {
    Session session{.dc = 2, .key = sequence_key()};
    session.user.id = 123456789;
    session.takeout_id = 99;
    session.peers = {peer(777, PeerKind::user, {"MixedCase"}), peer(5, PeerKind::group),
                     peer(1234567890, PeerKind::supergroup)};
    session.channels = {{1234567890, 4}};
    const Bundle bundle = bundle_of(std::move(session));
    const auto written = write_to_memory(bundle, "telethon-sqlite");
    ASSERT_TRUE(written) << written.error().text();
    Database db(written->files.at(""));
    EXPECT_EQ(db.columns("version"), (Texts{"version INTEGER"}));
    EXPECT_EQ(db.columns("sessions"), (Texts{"dc_id INTEGER", "server_address TEXT", "port INTEGER",
                                             "auth_key BLOB", "takeout_id INTEGER"}));
    EXPECT_EQ(db.columns("entities"), (Texts{"id INTEGER", "hash INTEGER", "username TEXT", "phone INTEGER",
                                             "name TEXT", "date INTEGER"}));
    EXPECT_EQ(db.columns("sent_files"),
              (Texts{"md5_digest BLOB", "file_size INTEGER", "type INTEGER", "id INTEGER", "hash INTEGER"}));
    EXPECT_EQ(db.columns("update_state"),
              (Texts{"id INTEGER", "pts INTEGER", "qts INTEGER", "date INTEGER", "seq INTEGER"}));
    EXPECT_EQ(db.query("SELECT count(*) FROM sqlite_schema WHERE type = 'table'"), Texts{"5"});
    EXPECT_EQ(db.query("SELECT * FROM version"), Texts{"7"});
    EXPECT_EQ(db.query("SELECT * FROM sessions"), Texts{"2|149.154.167.51|443|blob256|99"});
    EXPECT_EQ(
        db.query("SELECT id, hash, username FROM entities ORDER BY id DESC"),
        (Texts{"777|-994561|mixedcase", "0|123456789|null", "-5|0|null", "-1001234567890|8640975230|null"}));
    EXPECT_EQ(db.query("SELECT * FROM update_state"), Texts{"1234567890|4|0|0|0"})
        << "no account row was made up";
    EXPECT_EQ(db.query("PRAGMA page_size"), Texts{"4096"});
}

TEST(TelethonFile, Schema8HasNullInItsLastTwoColumns) {
    Session session{.dc = 2, .key = sequence_key()};
    session.takeout_id = 99;
    const auto written = write_to_memory(bundle_of(std::move(session)), "telethon-sqlite", {.schema = 8});
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_TRUE(written->loss.dropped.has(Field::takeout_id));
    Database db(written->files.at(""));
    EXPECT_EQ(db.query("SELECT * FROM version"), Texts{"8"});
    EXPECT_EQ(db.query("SELECT * FROM sessions"), Texts{"2|149.154.167.51|443|blob256|null|null"});
    EXPECT_EQ(db.columns("sessions").back(), "tmp_auth_key BLOB");
}

TEST(TelethonFile, RefusesWhatTelethonCannotHold) {
    const auto schema =
        write_to_memory(bundle_of({.dc = 2, .key = sequence_key()}), "telethon-sqlite", {.schema = 6});
    ASSERT_FALSE(schema);
    EXPECT_EQ(schema.error().code, ErrorCode::invalid_argument);
    EXPECT_NE(schema.error().hint.find("--schema 7"), std::string::npos);

    Session session{.dc = 2, .key = sequence_key()};
    session.peers = {peer(2'000'000'000'000, PeerKind::group), peer(777000, PeerKind::user)};
    session.channels = {{0, 1}, {1234567890, 2}};
    const auto without = write_to_memory(bundle_of(std::move(session)), "telethon-sqlite");
    ASSERT_TRUE(without) << without.error().text();
    EXPECT_EQ(warning_codes(without->loss.warnings), (Texts{"peers_dropped", "peers_dropped"}));
    const auto back = read(Source::bytes(without->files.at("").copy()));
    ASSERT_TRUE(back) << back.error().text();
    ASSERT_EQ(back->active().peers.size(), 1u);
    EXPECT_EQ(back->active().peers[0].id, 777000);
    EXPECT_EQ(back->active().channels, (std::vector<ChannelState>{{1234567890, 2}}));

    const auto nowhere = write_to_memory(bundle_of({.dc = 77, .key = sequence_key()}), "telethon-sqlite");
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().code, ErrorCode::missing_fact);
}

TEST(TelethonFile, AnIpv6AddressIsReplaced) {
    Session session{.dc = 4, .key = sequence_key(), .endpoint = Endpoint{"2001:67c:4e8:f004::a", 443}};
    const auto written = write_to_memory(bundle_of(std::move(session)), "telethon-sqlite");
    ASSERT_TRUE(written) << written.error().text();
    Database db(written->files.at(""));
    EXPECT_EQ(db.query("SELECT server_address FROM sessions"), Texts{"149.154.167.91"});
    EXPECT_EQ(warning_codes(written->loss.warnings), Texts{"endpoint_replaced"});
}

void expect_unrecognised(const Result<Bundle>& got, const std::string& says) {
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, ErrorCode::unrecognised);
    EXPECT_NE(got.error().message.find(says), std::string::npos) << got.error().message;
}

TEST(TelethonFile, NearMissesAreNamed) {
    const std::string draft =
        "CREATE TABLE version(version integer); CREATE TABLE datacenter(id); CREATE TABLE session(user_id);"
        "CREATE TABLE entity(id);";
    expect_unrecognised(read_sql(draft), "a Telethon 2 session that lacks");
    const auto named = read_sql(draft, {.format = "telethon-sqlite"});
    ASSERT_FALSE(named);
    EXPECT_EQ(named.error().code, ErrorCode::unsupported_version);
    expect_unrecognised(read(Source::bytes(SecretBytes(std::vector<std::uint8_t>{0x80, 3, 'c', 't'}))),
                        "pickle");
}

TEST(TelethonFile, AFileWithoutItsVersionIsReadWhenNamed) {
    const std::string sql =
        "CREATE TABLE sessions(dc_id integer primary key, server_address text, port integer, auth_key blob);"
        "CREATE TABLE entities(id integer primary key);"
        "INSERT INTO sessions VALUES(2, '149.154.167.51', 443, " +
        key_literal() + ");";
    expect_unrecognised(read_sql(sql), "a Telethon file whose table version");
    const auto named = read_sql(sql, {.format = "telethon-sqlite"});
    ASSERT_TRUE(named) << named.error().text();
    EXPECT_EQ(warning_codes(named->warnings), Texts{"schema_missing"});
}

TEST(TelethonFile, JsonOfTelethon015) {
    const std::string text = R"({"port": 443, "salt": -1, "layer": 73, "server_address": "91.108.56.165",
        "auth_key_data": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqbnJ2en6ChoqOkpaanqKmqq6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj5OXm5+jp6uvs7e7v8PHy8/T19vf4+fr7/P3+/w==",
        "entities": [[-1001234567890, 22], [5, null], [0, 1], "x"]})";
    const auto got = read(Source::text(text));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "telethon-sqlite");
    EXPECT_EQ(got->active().dc, 5);
    EXPECT_TRUE(got->active().key == sequence_key());
    EXPECT_EQ(got->active().peers.size(), 2u);
    const auto logged_out =
        read(Source::text(R"({"port":443,"server_address":"1.2.3.4","auth_key_data":null})"));
    ASSERT_FALSE(logged_out);
    EXPECT_EQ(logged_out.error().code, ErrorCode::not_logged_in);
}

}  // namespace
}  // namespace tgferry::test
