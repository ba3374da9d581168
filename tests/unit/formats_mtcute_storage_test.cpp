// mtcute's storage file: the values that @mtcute/node 0.29.7 wrote, each way a file can be wrong, and what is
// written.
#include <gtest/gtest.h>

#include "formats/mtcute/access_hash.hpp"
#include "formats/mtcute/values.hpp"
#include "sqlite_files.hpp"

namespace tgferry::test {
namespace {

constexpr const char* tables =
    "CREATE TABLE mtcute_migrations(repo text not null primary key, version integer not null);"
    "CREATE TABLE auth_keys(dc integer primary key, key blob not null);"
    "CREATE TABLE key_value(key text primary key, value blob not null);"
    "CREATE TABLE peers(id integer primary key, hash text not null, usernames json not null, updated integer "
    "not "
    "null, phone text, complete blob, isMin integer not null default false);";
constexpr const char* main_of_5 =
    "INSERT INTO key_value VALUES('dc_main', X'0205000d39312e3130382e35362e3137390000bb010000');";

/// A storage whose home is DC 5, with its key.
std::string storage(const std::string& more = "") {
    return std::string(tables) + main_of_5 + "INSERT INTO auth_keys VALUES(5, " + key_literal() + ");" + more;
}
std::string value(const std::string& key, const std::string& blob) {
    return fmt::format("INSERT INTO key_value VALUES('{}', X'{}');", key, blob);
}

void expect_error(const Result<Bundle>& got, ErrorCode code, std::string_view says) {
    ASSERT_FALSE(got) << "was read";
    EXPECT_EQ(got.error().code, code) << got.error().text();
    EXPECT_NE(got.error().text().find(says), std::string::npos) << got.error().text();
}

TEST(MtcuteStorage, ValuesOfTheLibraryItself) {
    const auto got = read_sql(
        storage(value("dc_media", "0205020f3134392e3135342e3137312e323535bb010000") +
                value("current_user",
                      "01000000070000007b0000000001000002000000056475726f7600000b7365636f6e645f6e616d65") +
                value("updates_pts", "64000000") + value("updates_qts", "02000000") +
                value("updates_date", "00f15365") + value("updates_seq", "07000000") +
                value("updates_channel:1234567890", "37000000") +
                value("salts:5", "15c4b51c01000000dcd9490900f1536510ff53651032547698badcfe") +
                "INSERT INTO peers VALUES(777000, '2045911175|-28745', '[\"telegram\"]', 1795243068466, "
                "'42777', X'00', 0);"));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "mtcute-sqlite");
    EXPECT_EQ(got->variant, "key_value, DC option 2");
    EXPECT_EQ(warning_codes(got->warnings), Texts{});
    const Session& s = got->active();
    EXPECT_EQ(s.dc, 5);
    EXPECT_FALSE(s.test);
    EXPECT_EQ(s.endpoint, (Endpoint{"91.108.56.179", 443}));
    EXPECT_EQ(s.media_endpoint, (Endpoint{"149.154.171.255", 443}));
    EXPECT_EQ(s.user.id, (std::int64_t{1} << 40) + 123);
    EXPECT_EQ(s.user.is_bot, true);
    EXPECT_EQ(s.user.is_premium, true);
    EXPECT_EQ(s.user.usernames, (Texts{"durov", "second_name"}));
    EXPECT_EQ(s.update_state, (UpdateState{100, 2, 1'700'000'000, 7}));
    EXPECT_EQ(s.channels, (std::vector<ChannelState>{{1234567890, 55}}));
    EXPECT_EQ(s.salts, (std::vector<Salt>{{5, 1'700'000'000, 1'700'003'600, -0x123456789abcdf0}}));
    ASSERT_EQ(s.peers.size(), 1u);
    EXPECT_EQ(s.peers[0].access_hash, -123456789012345);
    EXPECT_EQ(s.peers[0].usernames, Texts{"telegram"});
    EXPECT_EQ(s.peers[0].phone, "42777");
    EXPECT_EQ(s.peers[0].updated, 1'795'243'068);
}

TEST(MtcuteStorage, HalvesOfAnAccessHash) {
    for (const std::int64_t hash :
         {std::int64_t{0}, std::int64_t{-1}, INT64_MIN, INT64_MAX, -123456789012345}) {
        EXPECT_EQ(formats::mtcute::parse_halves(formats::mtcute::format_halves(hash)), hash);
    }
    EXPECT_EQ(formats::mtcute::format_halves(-123456789012345), "2045911175|-28745");
    for (const char* text : {"", "|", "1", "1|", "|1", "1|2|3", "4294967295|0", "a|1", "1 |2"}) {
        EXPECT_EQ(formats::mtcute::parse_halves(text), std::nullopt) << text;
    }
}

TEST(MtcuteStorage, KeysOfOtherDcsAndNoTemporaryOnes) {
    const auto got =
        read_sql(storage("INSERT INTO auth_keys VALUES(2, " + key_literal() +
                         "), (4, X'0102'), (1, zeroblob(256));"
                         "CREATE TABLE temp_auth_keys(dc integer, idx integer, key blob, expires integer);"
                         "INSERT INTO temp_auth_keys VALUES(3, 0, " +
                         key_literal() + ", 4102444800000);"));
    ASSERT_TRUE(got) << got.error().text();
    ASSERT_EQ(got->active().other_keys.size(), 1u);
    EXPECT_EQ(got->active().other_keys[0].dc, 2);
    EXPECT_EQ(warning_codes(got->warnings), Texts{"keys_ignored"});
}

TEST(MtcuteStorage, WithoutAHomeDc) {
    const std::string one_key =
        std::string(tables) + "INSERT INTO auth_keys VALUES(4, " + key_literal() + ");";
    const auto lone = read_sql(one_key);
    ASSERT_TRUE(lone) << lone.error().text();
    EXPECT_EQ(lone->active().dc, 4);
    EXPECT_EQ(warning_codes(lone->warnings), Texts{"home_dc_guessed"});
    const std::string three =
        one_key + "INSERT INTO auth_keys VALUES(1, " + key_literal() + "), (2, " + key_literal() + ");";
    const auto default_dc = read_sql(three);
    ASSERT_TRUE(default_dc) << default_dc.error().text();
    EXPECT_EQ(default_dc->active().dc, 2) << "where mtcute starts";
    const auto named = read_sql(three, {.facts = {.dc = 1}});
    ASSERT_TRUE(named) << named.error().text();
    EXPECT_EQ(named->active().dc, 1);
}

TEST(MtcuteStorage, NobodyIsLoggedIn) {
    expect_error(read_sql(tables), ErrorCode::not_logged_in, "no auth key");
    expect_error(read_sql(std::string(tables) + main_of_5), ErrorCode::not_logged_in, "no auth key");
    expect_error(
        read_sql(std::string(tables) + main_of_5 + "INSERT INTO auth_keys VALUES(2, " + key_literal() + ");"),
        ErrorCode::not_logged_in, "home DC 5");
    expect_error(read_sql(storage("INSERT INTO key_value VALUES('current_user', zeroblob(0));")),
                 ErrorCode::not_logged_in, "logged out");
}

TEST(MtcuteStorage, DamagedValues) {
    const std::string without_dc =
        std::string(tables) + "INSERT INTO auth_keys VALUES(2, " + key_literal() + ");";
    expect_error(read_sql(without_dc + value("dc_main", "0902000a")), ErrorCode::unsupported_version,
                 "dc_main");
    expect_error(read_sql(without_dc + value("dc_main", "0202")), ErrorCode::damaged, "dc_main");
    expect_error(read_sql(storage(value("dc_media", "0205060f3134392e3135342e3137312e323535bb010000"))),
                 ErrorCode::damaged, "a test DC");
}

/// The home DC and its key are what a session needs: what is damaged beside them is told.
TEST(MtcuteStorage, DamageBesideTheKeyCostsWhatIsDamaged) {
    const std::pair<std::string, std::string> cases[] = {
        {value("dc_media", "0205"), "media_dc_ignored"},
        {value("current_user", "0100"), "user_ignored"},
        {value("current_user", "01000000000000000000000000000080"), "user_ignored"},
        {value("current_user", "01000000020000000100000000000000ffffff7f"), "user_ignored"},
        {value("salts:5", "15c4b51cffffff7f"), "salts_ignored"},
        {value("salts:5", "00000000"), "salts_ignored"},
        {"INSERT INTO peers(id, hash, usernames, updated) VALUES(777000, '1|2|3', '[]', 0);",
         "peers_ignored"},
        {"INSERT INTO peers(id, hash, usernames, updated) VALUES(0, '1|2', '[]', 0);", "peers_ignored"},
    };
    for (const auto& [row, code] : cases) {
        const auto got = read_sql(storage(row));
        ASSERT_TRUE(got) << code << ": " << got.error().text();
        EXPECT_EQ(got->active().dc, 5);
        EXPECT_TRUE(got->active().key == sequence_key());
        EXPECT_EQ(got->active().user, User{});
        EXPECT_TRUE(got->active().peers.empty());
        EXPECT_EQ(warning_codes(got->warnings), Texts{code}) << row;
    }
}

TEST(MtcuteStorage, ANullKeyIsNobodys) {
    expect_error(read_sql(std::string(tables) + main_of_5 + "INSERT INTO auth_keys VALUES(5, '');"),
                 ErrorCode::not_logged_in, "no auth key");
}

TEST(MtcuteStorage, NewerTablesAreReadAndTold) {
    const auto got =
        read_sql(storage("INSERT INTO mtcute_migrations VALUES('peers', 3), ('kv', 1), ('state', 9);"));
    ASSERT_TRUE(got) << got.error().text();
    ASSERT_EQ(warning_codes(got->warnings), Texts{"newer_version"});
    EXPECT_NE(got->warnings[0].message.find("version 3 of mtcute's peers"), std::string::npos)
        << got->warnings[0].message;
}

/// Rows with a name beside the DC: no key moves from one to the other.
TEST(MtcuteStorage, NamedRowsAreAccountsOfTheirOwn) {
    const std::string main = "X'0205000d39312e3130382e35362e3137390000bb010000'";
    const auto got = read_sql(
        "CREATE TABLE auth_keys(name text, dc integer, key blob not null, primary key(name, dc));"
        "CREATE TABLE key_value(name text, key text, value blob not null, primary key(name, key));"
        "CREATE TABLE peers(id integer primary key, hash text, isMin integer);"
        "INSERT INTO peers VALUES(777000, '1|2', 0);"
        "INSERT INTO auth_keys VALUES('b', 5, " +
        key_literal() + "), ('a', 5, randomblob(256)), ('a', 2, " + key_literal() +
        ");"
        "INSERT INTO key_value VALUES('a', 'dc_main', " +
        main + "), ('b', 'dc_main', " + main + ");");
    ASSERT_TRUE(got) << got.error().text();
    ASSERT_EQ(got->sessions.size(), 2u);
    EXPECT_FALSE(got->active_known);
    EXPECT_EQ(got->sessions[0].label, "b");
    EXPECT_TRUE(got->sessions[0].key == sequence_key());
    EXPECT_TRUE(got->sessions[0].other_keys.empty());
    EXPECT_EQ(got->sessions[1].label, "a");
    ASSERT_EQ(got->sessions[1].other_keys.size(), 1u);
    EXPECT_FALSE(got->sessions[1].key == sequence_key());
    EXPECT_TRUE(got->sessions[1].peers.empty()) << "they may be anybody's";
}

TEST(MtcuteStorage, ABrokenHomeKeyIsDamageAndNoLogout) {
    for (const std::string& others : {std::string(), ", (2, " + key_literal() + ")"}) {
        expect_error(read_sql(std::string(tables) + main_of_5 + "INSERT INTO auth_keys VALUES(5, X'0102')" +
                              others + ";"),
                     ErrorCode::damaged, "the home DC 5");
    }
}

/// Another home DC would be taken for it otherwise.
TEST(MtcuteStorage, AHomeDcThatIsNoBlobIsDamage) {
    expect_error(read_sql(std::string(tables) + "INSERT INTO auth_keys VALUES(2, " + key_literal() +
                          "); INSERT INTO key_value VALUES('dc_main', 'text');"),
                 ErrorCode::damaged, "dc_main");
}

TEST(MtcuteStorage, KeysOfNoDcArePassedOver) {
    const auto got = read_sql(storage("INSERT INTO auth_keys VALUES(-4, " + key_literal() + "), (256, " +
                                      key_literal() + "), (0, " + key_literal() + ");"));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().dc, 5);
    EXPECT_TRUE(got->active().other_keys.empty());
    EXPECT_EQ(warning_codes(got->warnings), Texts{"keys_ignored"});
}

TEST(MtcuteStorage, AnOddNameDoesNotHideThoseBehindIt) {
    const std::string salts = "15c4b51c01000000dcd9490900f1536510ff53651032547698badcfe";
    const auto got =
        read_sql(storage(value("updates_channel:1x", "01000000") + value("updates_channel:2", "02000000") +
                         value("salts:1x", salts) + value("salts:5", salts)));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().channels, (std::vector<ChannelState>{{2, 2}}));
    EXPECT_EQ(got->active().salts.size(), 1u);
}

TEST(MtcuteStorage, WhatDoesNotCountIsPassedOver) {
    const auto got = read_sql(
        storage(value("current_user", "02000000") + value("updates_pts", "64000000") +
                value("updates_channel:x", "01000000") + value("updates_channel:-5", "01000000") +
                value("updates_channel:7", "01") + value("unknown", "ff") +
                "INSERT INTO peers VALUES(0, '', '[]', 0, NULL, NULL, 0), (5, '1|0', '[]', 0, NULL, NULL, 1),"
                " (6, 'x', '{}', 5, '', NULL, 0), (-7, '', '[\"\", 1, \"ok\"]', 0, NULL, NULL, 0);"));
    ASSERT_TRUE(got) << got.error().text();
    const Session& s = got->active();
    EXPECT_EQ(s.user, User{});
    EXPECT_EQ(s.update_state, std::nullopt) << "mtcute wants all four";
    EXPECT_TRUE(s.channels.empty());
    ASSERT_EQ(s.peers.size(), 1u) << "a peer with a damaged access hash is dropped";
    EXPECT_EQ(s.peers[0].kind, PeerKind::group);
    EXPECT_EQ(s.peers[0].usernames, Texts{"ok"});
    EXPECT_EQ(warning_codes(got->warnings), (Texts{"user_ignored", "state_ignored", "peers_ignored"}));
}

std::string legacy(const std::string& dc, const std::string& more = "") {
    return "CREATE TABLE kv(key text primary key, value text not null);"
           "CREATE TABLE auth_keys(dc integer primary key, key blob not null);"
           "CREATE TABLE pts(channel_id integer primary key, pts integer not null);"
           "CREATE TABLE entities(id integer primary key, hash text not null, type text not null, username "
           "text,"
           " phone text, updated integer not null, \"full\" blob);"
           "INSERT INTO auth_keys VALUES(4, " +
           key_literal() + "); INSERT INTO kv VALUES('def_dc', '" + dc + "');" + more;
}
constexpr const char* dc4 = R"({"_":"dcOption","id":4,"ipAddress":"149.154.167.91","port":443})";

TEST(MtcuteStorage, LegacyLayoutOfOneDc) {
    const auto got =
        read_sql(legacy(dc4,
                        "INSERT INTO kv VALUES('ver', '3'), ('pts', '5'), ('qts', '1.0'),"
                        " ('self', '{\"userId\":5123456789,\"isBot\":true}'),"
                        " ('futureSalts:4', '[\"-1|-1,10,20\",\"x\",5,\"1|0,-1,5\",\"1|0\"]');"
                        "INSERT INTO pts VALUES(1234567890, 77), (-1, 5);"
                        "INSERT INTO entities VALUES(-1001234567890, '1|0', 'channel', 'news', NULL,"
                        " 1700000000000, NULL), (0, '', 'x', NULL, NULL, 0, NULL);"));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->variant, "legacy 3");
    EXPECT_EQ(warning_codes(got->warnings), Texts{"peers_ignored"});
    const Session& s = got->active();
    EXPECT_EQ(s.dc, 4);
    EXPECT_EQ(s.endpoint, (Endpoint{"149.154.167.91", 443}));
    EXPECT_EQ(s.media_endpoint, std::nullopt);
    EXPECT_EQ(s.user.id, 5123456789);
    EXPECT_EQ(s.user.is_bot, true);
    EXPECT_EQ(s.update_state, (UpdateState{5, 1, 0, 0}));
    EXPECT_EQ(s.salts, (std::vector<Salt>{{4, 10, 20, -1}}));
    EXPECT_EQ(s.channels, (std::vector<ChannelState>{{1234567890, 77}}));
    ASSERT_EQ(s.peers.size(), 1u);
    EXPECT_EQ(s.peers[0].id, 1234567890);
    EXPECT_EQ(s.peers[0].access_hash, 1);
}

TEST(MtcuteStorage, LegacyLayoutOfTwoDcs) {
    const std::string media = R"({"id":4,"ipAddress":"149.154.167.255","port":443})";
    const auto got = read_sql(legacy(fmt::format(R"({{"main":{},"media":{}}})", dc4, media)));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().media_endpoint, (Endpoint{"149.154.167.255", 443}));
    EXPECT_EQ(warning_codes(got->warnings), Texts{"schema_unknown"});
    for (const char* bad : {"{}", "{\"main\":{}}", R"({"id":4,"ipAddress":"a b","port":443})",
                            R"({"id":4,"ipAddress":"1.2.3.4","port":0})"}) {
        expect_error(read_sql(legacy(bad)), ErrorCode::damaged, "def_dc");
    }
}

/// mtcute 0.29 and newer leave kv where it is and begin anew beside it.
TEST(MtcuteStorage, TheOlderLayoutCountsUntilTheNewerOneNamesADc) {
    const std::string beside = "CREATE TABLE key_value(key text primary key, value blob not null);";
    const auto older = read_sql(legacy(dc4, beside));
    ASSERT_TRUE(older) << older.error().text();
    EXPECT_EQ(older->active().dc, 4);
    const auto newer =
        read_sql(legacy(dc4, beside + main_of_5 + "INSERT INTO auth_keys VALUES(5, " + key_literal() + ");"));
    ASSERT_TRUE(newer) << newer.error().text();
    EXPECT_EQ(newer->active().dc, 5);
}

Session complete(bool test = false) {
    Session session{.dc = 2, .key = sequence_key(), .test = test};
    session.endpoint = Endpoint{test ? "149.154.167.40" : "149.154.167.51", 443};
    session.user.id = 777000;
    session.user.is_bot = false;
    session.user.usernames = {"MixedCase"};
    session.peers = {peer(5, PeerKind::group), peer(6, PeerKind::bot, {"Some_Bot"})};
    session.other_keys.push_back({4, sequence_key()});
    session.other_keys.push_back({4, sequence_key()});
    return session;
}

SecretBytes image_of(const Session& session) {
    auto written = write_to_memory(bundle_of(session), "mtcute-sqlite");
    EXPECT_TRUE(written) << written.error().text();
    return written ? std::move(written->files.begin()->second) : SecretBytes();
}

TEST(MtcuteStorage, WritesWhatTheLibraryCreates) {
    Database db(image_of(complete()));
    EXPECT_EQ(db.query("SELECT repo, version FROM mtcute_migrations ORDER BY repo"),
              (Texts{"auth_keys|1", "kv|1", "peers|2", "ref_messages|1"}));
    EXPECT_EQ(db.columns("peers"), (Texts{"id INTEGER", "hash TEXT", "usernames json", "updated INTEGER",
                                          "phone TEXT", "complete BLOB", "isMin INTEGER"}));
    EXPECT_EQ(db.query("SELECT dc, key FROM auth_keys ORDER BY dc"), (Texts{"2|blob256", "4|blob256"}));
    EXPECT_EQ(db.query("SELECT hex(value) FROM key_value WHERE key = 'dc_main'"),
              Texts{"0102000E3134392E3135342E3136372E353100BB010000"});
    EXPECT_EQ(db.query("SELECT hex(value) FROM key_value WHERE key = 'current_user'"),
              Texts{"010000000200000028DB0B000000000001000000096D69786564636173650000"});
    EXPECT_EQ(db.query("SELECT count(*) FROM key_value WHERE key = 'dc_media'"), Texts{"0"});
    EXPECT_EQ(db.query("SELECT id, hash, usernames, complete, isMin FROM peers ORDER BY id"),
              (Texts{"-5||[]|blob0|0", "6|-999958|-1|[\"some_bot\"]|blob0|0"}));
}

TEST(MtcuteStorage, KeysThatHaveNoPlaceAreTold) {
    Session session{.dc = 2, .key = sequence_key(), .endpoint = Endpoint{"149.154.167.51", 443}};
    for (const std::int32_t dc : {4, 4, 300, -1}) session.other_keys.push_back({dc, sequence_key()});
    const auto written = write_to_memory(bundle_of(session), "mtcute-sqlite");
    ASSERT_TRUE(written) << written.error().text();
    Database db(written->files.begin()->second);
    EXPECT_EQ(db.query("SELECT dc FROM auth_keys ORDER BY dc"), (Texts{"2", "4"}));
    EXPECT_EQ(warning_codes(written->loss.warnings), (Texts{"key_skipped", "key_skipped", "key_skipped"}));
}

TEST(MtcuteStorage, TestServersNeedTheNewerBlob) {
    Database db(image_of(complete(true)));
    EXPECT_EQ(db.query("SELECT hex(substr(value, 1, 3)) FROM key_value WHERE key = 'dc_main'"),
              Texts{"020204"});
}

TEST(MtcuteStorage, RefusesWhatMtcuteCannotHold) {
    const auto refused = [](const Session& session, ErrorCode code, std::string_view says) {
        const auto written = write_to_memory(bundle_of(session), "mtcute-sqlite");
        ASSERT_FALSE(written) << says;
        EXPECT_EQ(written.error().code, code) << written.error().text();
        EXPECT_NE((written.error().message + written.error().hint).find(says), std::string::npos)
            << written.error().text();
    };
    Session session = complete();
    session.endpoint->host = std::string(56, 'a');
    refused(session, ErrorCode::missing_fact, "--host");
    session = complete();
    session.user.id = std::int64_t{1} << 53;
    refused(session, ErrorCode::missing_fact, "--user-id");
    session = complete();
    session.update_state = UpdateState{1, 1, std::int64_t{1} << 31, 1};
    refused(session, ErrorCode::invalid_argument, "date");
    session = complete();
    session.salts = {{2, 1, std::int64_t{1} << 31, 1}};
    refused(session, ErrorCode::invalid_argument, "salt");
}

TEST(MtcuteStorage, UsernamesStandOnlyBesideAUser) {
    Session session = complete();
    session.user.is_bot.reset();
    const auto written = write_to_memory(bundle_of(session), "mtcute-sqlite");
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_TRUE(written->loss.dropped.has(Field::username));
    EXPECT_TRUE(written->loss.dropped.has(Field::user_id));
}

}  // namespace
}  // namespace tgferry::test
