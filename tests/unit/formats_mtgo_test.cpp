// MTGo's files: several rows, unknown values, peers and update states, and what is written.
#include <gtest/gtest.h>

#include "sqlite_files.hpp"

namespace tgferry::test {
namespace {

constexpr const char* tables =
    "CREATE TABLE sessions(session_id TEXT DEFAULT '', dc_id INTEGER PRIMARY KEY, api_id INTEGER DEFAULT 0,"
    " api_hash TEXT DEFAULT '', test_mode INTEGER DEFAULT 0, auth_key BLOB, state BLOB,"
    " user_id INTEGER DEFAULT 0, is_bot INTEGER DEFAULT 0, first_name TEXT DEFAULT '', last_name TEXT "
    "DEFAULT '',"
    " username TEXT DEFAULT '', date INTEGER DEFAULT 0, server_address TEXT DEFAULT '', port INTEGER DEFAULT "
    "0);"
    "CREATE TABLE peers(id INTEGER PRIMARY KEY, type INTEGER NOT NULL, access_hash INTEGER DEFAULT 0,"
    " username TEXT DEFAULT '', usernames TEXT DEFAULT '', first_name TEXT DEFAULT '', last_name TEXT "
    "DEFAULT '',"
    " phone_number TEXT DEFAULT '', is_bot INTEGER DEFAULT 0, photo_id INTEGER DEFAULT 0,"
    " language TEXT DEFAULT '', last_updated INTEGER DEFAULT 0);"
    "CREATE TABLE update_state(session_id TEXT PRIMARY KEY, pts INTEGER, qts INTEGER, date INTEGER, seq "
    "INTEGER,"
    " updated_at INTEGER);"
    "CREATE TABLE channel_update_state(session_id TEXT, channel_id INTEGER, pts INTEGER, updated_at INTEGER);"
    "CREATE TABLE update_dedup(session_id TEXT, dedup_key TEXT, created_at INTEGER);";

std::string row(int dc, const std::string& key, std::int64_t user, std::int64_t date = 0) {
    return fmt::format("INSERT INTO sessions(dc_id, auth_key, user_id, date) VALUES({}, {}, {}, {});", dc,
                       key, user, date);
}

Result<Bundle> read_mtgo(const std::string& rows, const ReadOptions& options = {}) {
    return read_sql(tables + rows, options);
}

/// Of each account the home DC, then the DCs of the other keys; "lost" for one that cannot be read.
std::string dcs(const Result<Bundle>& bundle) {
    if (!bundle) return std::string(code_name(bundle.error().code));
    std::string out;
    for (const Session& session : bundle->sessions) {
        out += (out.empty() ? "" : ", ") + std::to_string(session.dc);
        for (const DcKey& key : session.other_keys) out += fmt::format(" +{}", key.dc);
    }
    for (const LostAccount& account : bundle->lost) out += fmt::format(", lost {}", account.position);
    return out;
}

TEST(MtgoFile, AllRowsAreLookedAt) {
    const std::string key = key_literal();
    EXPECT_EQ(dcs(read_mtgo(row(0, "NULL", 0) + row(4, key, 7))), "4") << "a row from before the first login";
    EXPECT_EQ(dcs(read_mtgo(row(0, "X''", 0) + row(1, "zeroblob(256)", 0) + row(4, key, 7))), "4");
    EXPECT_EQ(dcs(read_mtgo(row(1, key, 0, 9) + row(4, key, 7, 5))), "1, 4")
        << "nothing says that it is user 7's";
    EXPECT_EQ(dcs(read_mtgo(row(1, key, 6, 5) + row(4, key, 7, 9))), "1, 4") << "two people";
    EXPECT_EQ(dcs(read_mtgo(row(1, key, 7, 5) + row(4, key, 7, 9))), "4 +1") << "the newer one";
    EXPECT_EQ(dcs(read_mtgo(row(2, key, 7) + row(4, key, 7))), "2 +4") << "the lower DC, where all is equal";
    EXPECT_EQ(dcs(read_mtgo(row(1, key, 7) + row(4, key, 7), {.facts = {.dc = 4}})), "4 +1");
    EXPECT_EQ(dcs(read_mtgo(row(0, "NULL", 0))), "not_logged_in");
    EXPECT_EQ(dcs(read_mtgo("")), "not_logged_in");
    EXPECT_EQ(dcs(read_mtgo(row(2, "X'0102'", 7))), "damaged");
    EXPECT_EQ(dcs(read_mtgo(row(2, "'text'", 7))), "damaged");
    const auto broken = read_mtgo(row(1, key, 7) + row(4, "X'0102'", 7));
    EXPECT_EQ(dcs(broken), "1");
    ASSERT_TRUE(broken);
    EXPECT_EQ(warning_codes(broken->warnings), Texts{"key_damaged"}) << "it may have been the account's";
    EXPECT_EQ(dcs(read_mtgo(row(1, key, 6) + row(4, "X'0102'", 7))), "1, lost 1");
    const auto several = read_mtgo(row(1, key, 7) + row(4, key, 7));
    ASSERT_TRUE(several);
    EXPECT_EQ(warning_codes(several->warnings), Texts{"several_rows"});
}

TEST(MtgoFile, ZerosAndEmptyTextsAreUnknown) {
    const auto got = read_mtgo(row(2, key_literal(), 0));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "mtgo-sqlite");
    const Session& s = got->active();
    EXPECT_EQ(s.user, User{});
    EXPECT_EQ(s.api, ApiProfile{});
    EXPECT_EQ(s.endpoint, std::nullopt);
    EXPECT_EQ(s.created, std::nullopt);
    EXPECT_EQ(s.update_state, std::nullopt);
    EXPECT_TRUE(got->warnings.empty());
}

TEST(MtgoFile, EveryColumnOfTheSession) {
    const auto got =
        read_mtgo("INSERT INTO sessions VALUES('n', 2, 2040, 'made up', 1, " + key_literal() +
                  ", X'00', 5123456789, 1, 'Mady', 'Upson', 'made_up', 1767225600, '[::1]', 80);");
    ASSERT_TRUE(got) << got.error().text();
    const Session& s = got->active();
    EXPECT_TRUE(s.test);
    EXPECT_EQ(s.user.id, 5123456789);
    EXPECT_EQ(s.user.is_bot, true);
    EXPECT_EQ(s.user.first_name, "Mady");
    EXPECT_EQ(s.user.last_name, "Upson");
    EXPECT_EQ(s.user.usernames, Texts{"made_up"});
    EXPECT_EQ(s.api.id, 2040);
    EXPECT_EQ(s.api.hash, "made up");
    EXPECT_EQ(s.created, 1767225600);
    EXPECT_EQ(s.endpoint, (Endpoint{"::1", 80}));
}

TEST(MtgoFile, PeersHaveBareIds) {
    const auto got = read_mtgo(
        row(2, key_literal(), 7) +
        "INSERT INTO peers VALUES(777, 0, -5, 'name', '', 'Tele', 'Gram', '42777', 1, 9, 'en', 1767225600);"
        "INSERT INTO peers(id, type) VALUES(424242, 1);"
        "INSERT INTO peers(id, type, access_hash) VALUES(1234567890, 2, 8);"
        "INSERT INTO peers(id, type) VALUES(-3, 0); INSERT INTO peers(id, type) VALUES(4, 3);");
    ASSERT_TRUE(got) << got.error().text();
    const auto& peers = got->active().peers;
    ASSERT_EQ(peers.size(), 3u);
    EXPECT_EQ(peers[0].id, 777);
    EXPECT_EQ(peers[0].access_hash, -5);
    EXPECT_EQ(peers[0].name, "Tele Gram");
    EXPECT_EQ(peers[0].phone, "42777");
    EXPECT_EQ(peers[0].usernames, Texts{"name"});
    EXPECT_EQ(peers[0].updated, 1767225600);
    EXPECT_EQ(peers[1].kind, PeerKind::group);
    EXPECT_EQ(peers[1].access_hash, std::nullopt);
    EXPECT_EQ(peers[1].name, std::nullopt);
    EXPECT_EQ(peers[2].kind, PeerKind::channel);
    EXPECT_EQ(warning_codes(got->warnings), Texts{"peers_ignored"});
}

TEST(MtgoFile, TheStateThatIsFurthest) {
    const auto got =
        read_mtgo(row(2, key_literal(), 7) +
                  "INSERT INTO update_state VALUES('old', 1, 2, 100, 3, 0), ('now', 4, 5, 200, 6, 0),"
                  " ('none', 0, 0, 0, 0, 0);"
                  "INSERT INTO channel_update_state VALUES('now', 9, 8, 0), ('old', 9, 1, 0),"
                  " ('now', -9, 8, 0), ('now', 10, 0, 0);");
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().update_state, (UpdateState{4, 5, 200, 6}));
    EXPECT_EQ(got->active().channels, (std::vector<ChannelState>{{9, 8}}));
}

TEST(MtgoFile, ChannelsWithoutAnOwnState) {
    const auto got =
        read_mtgo(row(2, key_literal(), 7) + "INSERT INTO channel_update_state VALUES('n', 9, 8, 0);");
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().update_state, std::nullopt);
    EXPECT_EQ(got->active().channels, (std::vector<ChannelState>{{9, 8}}));
}

TEST(MtgoFile, OnlyMTGosTablesAreItsOwn) {
    const auto without =
        read_sql("CREATE TABLE sessions(dc_id, auth_key, api_hash, server_address);" +
                 std::string("INSERT INTO sessions VALUES(2, ") + key_literal() + ", '', '');");
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().code, ErrorCode::unrecognised);
    EXPECT_NE(without.error().message.find("MTGo"), std::string::npos) << without.error().message;
    const auto other = read_mtgo("CREATE TABLE version(number);", {.format = "mtgo-sqlite"});
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::damaged);
    EXPECT_FALSE(read(Source::text("nothing"), {.format = "mtgo-sqlite"}));
}

Session complete() {
    Session session{.dc = 4, .key = sequence_key()};
    session.endpoint = {"149.154.167.91", 443};
    session.user.id = 5123456789;
    session.user.is_bot = true;
    session.user.first_name = "Mady";
    session.user.usernames = {"made_up", "second"};
    session.api.id = 2040;
    session.peers = {peer(777, PeerKind::user, {"First"}), peer(888, PeerKind::bot), peer(5, PeerKind::group),
                     peer(777, PeerKind::supergroup)};
    session.update_state = UpdateState{1, 2, 1'700'000'001, 3};
    session.channels = {{1234567890, 4}};
    return session;
}

TEST(MtgoFile, WhatIsWritten) {
    const auto written = write_to_memory(bundle_of(complete()), "mtgo-sqlite", {.name = "acct"});
    ASSERT_TRUE(written) << written.error().text();
    Database db(written->files.at(""));
    EXPECT_EQ(db.query("SELECT * FROM sessions"),
              Texts{"acct|4|2040||0|blob256|null|5123456789|1|Mady||made_up|0|149.154.167.91|443"});
    EXPECT_EQ(db.query("SELECT id, type, access_hash, username, is_bot FROM peers ORDER BY id"),
              (Texts{"5|1|0||0", "777|2|-994561||0", "888|0|-993784||0"}))
        << "of two with one id the first in the order of marked ids stays";
    EXPECT_EQ(db.query("SELECT * FROM update_state"), Texts{"acct|1|2|1700000001|3|1700000001"});
    EXPECT_EQ(db.query("SELECT * FROM channel_update_state"), Texts{"acct|1234567890|4|1700000001"});
    EXPECT_EQ(db.query("SELECT name FROM sqlite_schema WHERE type='index' AND sql NOT NULL ORDER BY name"),
              (Texts{"idx_peers_phone", "idx_peers_username"}));
    EXPECT_EQ(warning_codes(written->loss.warnings), Texts{"peers_dropped"});
}

TEST(MtgoFile, AUserOfWhomNothingElseIsKnownIsLeftToMTGo) {
    Session session = complete();
    session.user.is_bot.reset();
    const auto written = write_to_memory(bundle_of(std::move(session)), "mtgo-sqlite");
    ASSERT_TRUE(written) << written.error().text();
    Database db(written->files.at(""));
    EXPECT_EQ(db.query("SELECT user_id, is_bot FROM sessions"), Texts{"0|0"}) << "MTGo then asks the server";
    EXPECT_TRUE(written->loss.dropped.has(Field::user_id));
}

}  // namespace
}  // namespace tgferry::test
