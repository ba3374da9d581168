// grammers: every generation of its files, and what is written.
#include <gtest/gtest.h>

#include "core/cursor.hpp"
#include "core/writer.hpp"
#include "sqlite_files.hpp"

namespace tgferry::test {
namespace {

using core::Writer;

AuthKey key_7i3() {
    std::array<std::uint8_t, AuthKey::size> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(7 * i + 3);
    return *AuthKey::from(bytes);
}

SecretBytes hex(std::string_view text) {
    std::string packed;
    for (const char c : text) {
        if (c != ' ') packed += c;
    }
    return std::move(*core::decode_hex(packed));
}

/// A file of 0.3 to 0.8: `head` up to the key, the key as TL bytes, `tail`.
SecretBytes tl_file(std::string_view head, std::string_view tail) {
    Writer out;
    out.bytes(hex(head).view());
    out.tl_bytes(key_7i3().reveal());
    out.bytes(hex(tail).view());
    return std::move(out).finish();
}

constexpr std::string_view start = "ceb83ea7 01000000 15c4b51c 01000000";
constexpr std::string_view dc2_plain = "b6166d75 05000000 02000000 959aa733 bb010000";
constexpr std::string_view user = "8d422f67 15cd5b0700000000 02000000 379779bc";

Result<Bundle> read_tl(std::string_view dc, std::string_view tail = user) {
    return read(Source::bytes(tl_file(std::string(start) + std::string(dc), tail)));
}

ErrorCode error_of(const Result<Bundle>& got) {
    EXPECT_FALSE(got);
    return got ? ErrorCode::internal : got.error().code;
}

// The published vector: DC 2, user 123456789, 316 bytes.
TEST(GrammersFile, Vector) {
    EXPECT_EQ(tl_file(std::string(start) + std::string(dc2_plain), user).size(), 316u);
    const auto got = read_tl(dc2_plain);
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "grammers-file");
    EXPECT_EQ(got->variant, "TL");
    const Session& s = got->active();
    EXPECT_EQ(s.dc, 2);
    EXPECT_EQ(s.endpoint, (Endpoint{"149.154.167.51", 443}));
    EXPECT_EQ(s.user.id, 123456789);
    EXPECT_EQ(s.user.is_bot, false);
    EXPECT_TRUE(s.key == key_7i3());
    EXPECT_TRUE(got->warnings.empty());
}

TEST(GrammersFile, AddressesInBothOrders) {
    const std::string v6 = "2001067c04e8f002000000000000000a", v6_back = "0a0000000000000002f0e8047c060120";
    const auto endpoint = [](const std::string& dc) {
        const auto got = read_tl(dc);
        EXPECT_TRUE(got) << dc << ": " << got.error().text();
        return got ? got->active().endpoint->host + " " + got->variant : "";
    };
    EXPECT_EQ(endpoint("b6166d75 07000000 02000000 33a79a95" + v6_back + "bb010000"),
              "149.154.167.51 TL, reversed addresses")
        << "0.8 writes both addresses";
    EXPECT_EQ(endpoint("b6166d75 07000000 02000000 0403020a" + v6_back + "bb010000"),
              "10.2.3.4 TL, reversed addresses")
        << "an address of nobody's";
    EXPECT_EQ(endpoint("b6166d75 07000000 02000000 959aa733" + v6 + "bb010000"), "149.154.167.51 TL")
        << "what 0.8 saves of an older file";
    EXPECT_EQ(endpoint("b6166d75 05000000 02000000 0403020a bb010000"), "4.3.2.10 TL")
        << "one address: in order";
    EXPECT_EQ(endpoint("b6166d75 05000000 02000000 33a79a95 bb010000"),
              "149.154.167.51 TL, reversed addresses");
    EXPECT_EQ(endpoint("b6166d75 06000000 02000000" + v6 + "bb010000"), "2001:67c:4e8:f002::a TL");
}

TEST(GrammersFile, OldIdsAndUpdateState) {
    const auto good =
        read(Source::bytes(tl_file("ceb83ea7 03000000 15c4b51c 01000000" + std::string(dc2_plain),
                                   "682acc11 15cd5b07 02000000 b5757299"
                                   "c1dccad0 01000000 02000000 03000000 04000000 15c4b51c 02000000"
                                   "3f448fcb d2029649 37000000 3f448fcb 00000000 37000000")));
    ASSERT_TRUE(good) << good.error().text();
    EXPECT_EQ(good->variant, "TL, 32-bit ids");
    EXPECT_EQ(good->active().user.is_bot, true);
    EXPECT_EQ(good->active().update_state, (UpdateState{1, 2, 3, 4}));
    EXPECT_EQ(good->active().channels, (std::vector<ChannelState>{{1234567890, 55}}));
}

TEST(GrammersFile, SeveralDcs) {
    // DC 4 by web socket, DC 2 twice: the first counts. The user's DC is home.
    Writer out;
    out.bytes(hex("ceb83ea7 01000000 15c4b51c 03000000 880a4972 01000000 04000000 0477733a 2f000000").view());
    out.tl_bytes(sequence_key().reveal());
    for (const AuthKey& key : {key_7i3(), sequence_key()}) {
        out.bytes(hex(dc2_plain).view());
        out.tl_bytes(key.reveal());
    }
    out.bytes(hex(user).view());
    out.u8(0);
    const auto got = read(Source::bytes(std::move(out).finish()));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().dc, 2);
    EXPECT_TRUE(got->active().key == key_7i3());
    ASSERT_EQ(got->active().other_keys.size(), 1u);
    EXPECT_EQ(got->active().other_keys[0].dc, 4);
    EXPECT_EQ(warning_codes(got->warnings), Texts{"trailing_bytes"});
}

TEST(GrammersFile, WhoIsHomeAndWhoIsNobody) {
    const auto unknown =
        read(Source::bytes(tl_file("ceb83ea7 00000000 15c4b51c 01000000" + std::string(dc2_plain), "")));
    ASSERT_TRUE(unknown) << unknown.error().text();
    EXPECT_EQ(unknown->active().user, User{});
    EXPECT_EQ(warning_codes(unknown->warnings), Texts{"home_dc_assumed"});
    const auto zero = read_tl(dc2_plain, "8d422f67 0000000000000000 02000000 379779bc");
    ASSERT_TRUE(zero) << zero.error().text();
    EXPECT_EQ(zero->active().user, User{}) << "0.8 stores the home DC that way";
    EXPECT_EQ(error_of(read_tl(dc2_plain, "8d422f67 15cd5b0700000000 04000000 379779bc")),
              ErrorCode::not_logged_in);
    const auto empty = read(Source::bytes(hex("ceb83ea7 00000000 15c4b51c 00000000")));
    EXPECT_EQ(error_of(empty), ErrorCode::not_logged_in);
}

TEST(GrammersFile, DamageIsPlaced) {
    const auto bot = read_tl(dc2_plain, "8d422f67 15cd5b0700000000 02000000 00000000");
    EXPECT_EQ(error_of(bot), ErrorCode::unsupported_version);
    EXPECT_EQ(bot.error().offset, 312u);
    const auto cut = read_tl(dc2_plain, "8d422f67 15cd5b07");
    EXPECT_EQ(error_of(cut), ErrorCode::damaged);
    EXPECT_EQ(cut.error().offset, 300u);
    EXPECT_NE(cut.error().message.find("cut short in the user id"), std::string::npos) << cut.error().message;
    const auto dc = read(Source::bytes(tl_file(std::string(start) + "b6166d76", "")));
    EXPECT_EQ(error_of(dc), ErrorCode::unsupported_version);
    EXPECT_EQ(dc.error().offset, 16u);
    EXPECT_NE(dc.error().message.find("766d16b6"), std::string::npos) << dc.error().message;
    Writer shorter;
    shorter.bytes(hex(std::string(start) + std::string(dc2_plain)).view());
    shorter.tl_bytes(sequence_key().reveal().first(255));
    shorter.bytes(hex(user).view());
    const auto key = read(Source::bytes(std::move(shorter).finish()));
    EXPECT_EQ(error_of(key), ErrorCode::damaged);
    EXPECT_NE(key.error().message.find("DC 2"), std::string::npos) << key.error().message;
    // A count that nothing is behind.
    EXPECT_EQ(error_of(read(Source::bytes(hex("ceb83ea7 00000000 15c4b51c ffffffff")))), ErrorCode::damaged);
}

// Looking each DC up among all before it would take minutes.
TEST(GrammersFile, AsManyDcsAsAFileHolds) {
    constexpr std::int32_t count = 100'000;
    Writer out(std::size_t{count} * 280);
    out.bytes(hex("ceb83ea7 00000000 15c4b51c a0860100").view());
    for (std::int32_t dc = 1; dc <= count; ++dc) {
        out.bytes(hex("b6166d75 04000000").view());
        out.i32_le(dc);
        out.i32_le(443);
        out.tl_bytes(sequence_key().reveal());
    }
    const auto got = read(Source::bytes(std::move(out).finish()));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().other_keys.size(), 254u);
    EXPECT_EQ(warning_codes(got->warnings), (Texts{"dcs_ignored", "home_dc_assumed"}));
}

TEST(GrammersFile, WhatIsNoneOfIts) {
    for (const std::string& other :
         {std::string("SQLite format 3"), std::string("1\n4\nnowhere\n"), std::string()}) {
        const auto named = read(Source::text(other), {.format = "grammers-file"});
        EXPECT_EQ(error_of(named), ErrorCode::damaged) << other;
        EXPECT_NE(named.error().message.find("neither"), std::string::npos) << named.error().message;
    }
    const auto cut = read(Source::text("1\n4\n149.154.167.92:443\n0123456789abcdef"));
    EXPECT_EQ(error_of(cut), ErrorCode::unrecognised);
    EXPECT_NE(cut.error().message.find("grammers 0.1"), std::string::npos) << cut.error().message;
}

TEST(GrammersFile, TheTextOf01) {
    const AuthKey key = sequence_key();
    const std::string digits(reveal(core::encode_hex(key.reveal())));
    const auto got =
        read(Source::bytes(SecretBytes(core::as_bytes("1\n4\n149.154.167.92:443\n" + digits + "\n"))));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "grammers-file");
    EXPECT_EQ(got->variant, "text");
    EXPECT_EQ(got->active().dc, 4);
    EXPECT_EQ(got->active().endpoint, (Endpoint{"149.154.167.92", 443}));
    EXPECT_TRUE(got->active().key == sequence_key());
    const auto three_lines = read(Source::text("1\n4\n" + digits));
    ASSERT_TRUE(three_lines) << three_lines.error().text();
    EXPECT_EQ(three_lines->active().dc, 4);
    const auto no_dc = read(Source::text("1\n\n\n" + digits + "\n"));
    ASSERT_TRUE(no_dc) << no_dc.error().text();
    EXPECT_EQ(warning_codes(no_dc->warnings), Texts{"home_dc_assumed"});
    const auto by_address = read(Source::text("1\n\n149.154.167.92:443\n" + digits + "\n"));
    ASSERT_TRUE(by_address) << by_address.error().text();
    EXPECT_EQ(by_address->active().dc, 4);
    EXPECT_EQ(warning_codes(by_address->warnings), Texts{"dc_inferred"});
    const auto named = read(Source::text("1\n\n149.154.167.92:443\n" + digits + "\n"), {.facts = {.dc = 5}});
    ASSERT_TRUE(named) << named.error().text();
    EXPECT_EQ(named->active().dc, 5);
    EXPECT_EQ(error_of(read(Source::text("1\n\n\n\n"))), ErrorCode::not_logged_in);
    EXPECT_EQ(error_of(read(Source::text("1\n4\n1.2.3.4:443\n\n"))), ErrorCode::not_logged_in);
    for (const std::string& other : {std::string("1\n"), "1\n4\n\n" + digits, "2\n4\n" + digits,
                                     "1\nx\n" + digits, "1\n4\n" + digits + "\nmore", "1\n999\n" + digits}) {
        EXPECT_EQ(error_of(read(Source::text(other))), ErrorCode::unrecognised) << other.substr(0, 20);
    }
}

Session complete() {
    Session session{.dc = 2, .key = sequence_key()};
    session.user.id = 777;
    session.user.is_bot = true;
    session.other_keys.push_back({4, key_7i3()});
    session.update_state = UpdateState{1, 2, 1'700'000'001, 3};
    session.channels = {{1234567890, 4}};
    session.peers = {peer(777, PeerKind::bot), peer(5, PeerKind::group), peer(888, PeerKind::user),
                     peer(1234567890, PeerKind::channel), peer(2345678901, PeerKind::supergroup)};
    return session;
}

// 0.8 is the only release that connects to a stored address, and it reads them backwards.
TEST(GrammersFile, IsWrittenFor08) {
    const auto written = write_to_memory(bundle_of(complete()), "grammers-file");
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_EQ(written->loss.dropped, (FieldSet{Field::peers, Field::peer_kinds}));
    const auto bytes = written->files.at("").view();
    const std::string content(reveal(core::encode_hex(bytes.first(48))));
    EXPECT_EQ(content,
              "ceb83ea703000000"
              "15c4b51c02000000"
              "b6166d75"
              "07000000"
              "02000000"
              "33a79a95"
              "0a0000000000000002f0e8047c060120");
    EXPECT_EQ(reveal(core::encode_hex(bytes.last(64))),
              "8d422f67"
              "0903000000000000"
              "02000000"
              "b5757299"
              "c1dccad0"
              "01000000"
              "02000000"
              "01f15365"
              "03000000"
              "15c4b51c"
              "01000000"
              "cdf8b0c2"
              "d202964900000000"
              "04000000");
}

std::string file(const std::string& rows) {
    return "PRAGMA user_version = 1; CREATE TABLE dc_home(dc_id INTEGER NOT NULL, PRIMARY KEY(dc_id));"
           "CREATE TABLE dc_option(dc_id INTEGER NOT NULL, ipv4 TEXT NOT NULL, ipv6 TEXT NOT NULL,"
           " auth_key BLOB, PRIMARY KEY (dc_id));"
           "CREATE TABLE peer_info(peer_id INTEGER NOT NULL, hash INTEGER, subtype INTEGER, PRIMARY KEY "
           "(peer_id));"
           "CREATE TABLE update_state(pts INTEGER NOT NULL, qts INTEGER NOT NULL, date INTEGER NOT NULL,"
           " seq INTEGER NOT NULL);"
           "CREATE TABLE channel_state(peer_id INTEGER NOT NULL, pts INTEGER NOT NULL, PRIMARY KEY "
           "(peer_id));" +
           rows;
}
std::string option(int dc, const std::string& key = key_literal()) {
    return fmt::format(
        "INSERT INTO dc_option VALUES({}, '149.154.167.41:443', '[2001:67c:4e8:f002::a]:443', {});", dc, key);
}

TEST(GrammersDatabase, PeersOfEveryKind) {
    const auto got =
        read_sql(file("INSERT INTO dc_home VALUES(2);" + option(2) + option(4) + option(1, "NULL") +
                      "INSERT INTO peer_info VALUES(777, 7, 3);"
                      "INSERT INTO peer_info VALUES(1, NULL, NULL);"
                      "INSERT INTO peer_info VALUES(2, 22, 2);"
                      "INSERT INTO peer_info VALUES(-3, 0, NULL);"
                      "INSERT INTO peer_info VALUES(-1000000000004, 44, 4);"
                      "INSERT INTO peer_info VALUES(-1000000000005, 55, 8);"
                      "INSERT INTO peer_info VALUES(-1000000000006, 66, 12);"
                      "INSERT INTO peer_info VALUES(-1000000000007, 77, 16);"
                      "INSERT INTO peer_info VALUES(-1000000000008, 88, NULL);"
                      "INSERT INTO peer_info VALUES(0, 99, NULL);"
                      "INSERT INTO update_state VALUES(1, 2, 3, 4);"
                      "INSERT INTO channel_state VALUES(9, 10);"));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "grammers-sqlite");
    const Session& s = got->active();
    EXPECT_EQ(s.endpoint, (Endpoint{"149.154.167.41", 443}));
    EXPECT_EQ(s.other_keys.size(), 1u);
    EXPECT_EQ(s.user.id, 777);
    EXPECT_EQ(s.user.is_bot, true);
    EXPECT_EQ(s.update_state, (UpdateState{1, 2, 3, 4}));
    EXPECT_EQ(s.channels, (std::vector<ChannelState>{{9, 10}}));
    std::map<std::int64_t, PeerKind> kinds;
    for (const Peer& one : s.peers) kinds[one.id] = one.kind;
    EXPECT_EQ(kinds, (std::map<std::int64_t, PeerKind>{{1, PeerKind::user},
                                                       {2, PeerKind::bot},
                                                       {3, PeerKind::group},
                                                       {4, PeerKind::supergroup},
                                                       {5, PeerKind::channel},
                                                       {6, PeerKind::supergroup},
                                                       {7, PeerKind::supergroup},
                                                       {8, PeerKind::channel},
                                                       {777, PeerKind::bot}}));
    EXPECT_EQ(warning_codes(got->warnings), Texts{"peers_ignored"});
}

TEST(GrammersDatabase, TheOwnRowWithoutAHashIsNoPeer) {
    const auto got = read_sql(
        file("INSERT INTO dc_home VALUES(2);" + option(2) + "INSERT INTO peer_info VALUES(777, NULL, 1);"));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().user.id, 777);
    EXPECT_EQ(got->active().user.is_bot, false);
    EXPECT_TRUE(got->active().peers.empty());
}

// grammers' PeerId panics above 2^40 - 1.
TEST(GrammersDatabase, UserIdsThatGrammersGivesUpOn) {
    Session session = complete();
    for (const char* format : {"grammers-sqlite", "grammers-file"}) {
        session.user.id = (std::int64_t{1} << 40) - 1;
        EXPECT_TRUE(write_to_memory(bundle_of(Session(session)), format)) << format;
        session.user.id = std::int64_t{1} << 40;
        const auto refused = write_to_memory(bundle_of(Session(session)), format);
        ASSERT_FALSE(refused) << format;
        EXPECT_EQ(refused.error().code, ErrorCode::missing_fact);
        EXPECT_NE(refused.error().hint.find("--user-id"), std::string::npos) << refused.error().hint;
    }
}

TEST(GrammersDatabase, WithoutHomeOrKey) {
    const auto usual = read_sql(file(option(4) + option(2)));
    ASSERT_TRUE(usual) << usual.error().text();
    EXPECT_EQ(usual->active().dc, 2) << "as grammers itself";
    EXPECT_EQ(error_of(read_sql(file("INSERT INTO dc_home VALUES(4);" + option(2)))),
              ErrorCode::not_logged_in);
    EXPECT_EQ(error_of(read_sql(file("INSERT INTO dc_home VALUES(4);"))), ErrorCode::not_logged_in);
    EXPECT_EQ(error_of(read_sql(file(option(2, "zeroblob(9)")))), ErrorCode::damaged);
    EXPECT_EQ(error_of(read_sql("CREATE TABLE dc_option(dc_id);")), ErrorCode::unrecognised);
    EXPECT_EQ(error_of(read_sql("CREATE TABLE t(x);", {.format = "grammers-sqlite"})), ErrorCode::damaged);
    EXPECT_EQ(error_of(read(Source::text("hello"), {.format = "grammers-sqlite"})), ErrorCode::damaged);
}

TEST(GrammersDatabase, AddressesThatGrammersCannotRead) {
    const auto got =
        read_sql(file("INSERT INTO dc_option VALUES(2, '149.154.167.51', '', " + key_literal() + ");"));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().endpoint, std::nullopt);
    EXPECT_EQ(warning_codes(got->warnings), (Texts{"odd_address", "home_dc_assumed"}));
}

TEST(GrammersDatabase, IsWrittenAsGrammersCreatesIt) {
    const auto written = write_to_memory(bundle_of(complete()), "grammers-sqlite");
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_TRUE(written->loss.dropped.empty());
    Database db(written->files.at(""));
    EXPECT_EQ(db.query("PRAGMA user_version"), Texts{"1"});
    EXPECT_EQ(db.query("SELECT * FROM dc_home"), Texts{"2"});
    EXPECT_EQ(db.columns("dc_option"), (Texts{"dc_id INTEGER", "ipv4 TEXT", "ipv6 TEXT", "auth_key BLOB"}));
    EXPECT_EQ(db.query("SELECT * FROM dc_option"),
              (Texts{"2|149.154.167.51:443|[2001:67c:4e8:f002::a]:443|blob256",
                     "4|149.154.167.91:443|[2001:67c:4e8:f004::a]:443|blob256"}));
    EXPECT_EQ(db.columns("peer_info"), (Texts{"peer_id INTEGER", "hash INTEGER", "subtype INTEGER"}));
    EXPECT_EQ(db.query("SELECT * FROM peer_info"),
              (Texts{"-1002345678901|16418752307|4", "-1001234567890|8640975230|8", "-5|0|null",
                     "777|-994561|3", "888|-993784|null"}));
    EXPECT_EQ(db.query("SELECT * FROM update_state"), Texts{"1|2|1700000001|3"});
    EXPECT_EQ(db.query("SELECT * FROM channel_state"), Texts{"1234567890|4"});
}

// Test servers are told by their addresses alone, and an address of one's own has no IPv6 twin.
TEST(GrammersDatabase, OtherAddresses) {
    Session test = complete();
    test.test = true;
    test.other_keys[0].dc = 3;
    const auto of_test = write_to_memory(bundle_of(std::move(test)), "grammers-sqlite");
    ASSERT_TRUE(of_test) << of_test.error().text();
    EXPECT_EQ(Database(of_test->files.at("")).query("SELECT ipv4, ipv6 FROM dc_option"),
              (Texts{"149.154.167.40:80|[2001:67c:4e8:f002::e]:80",
                     "149.154.175.117:80|[2001:b28:f23d:f003::e]:80"}));
    Session own = complete();
    own.endpoint = Endpoint{"10.1.2.3", 8443};
    own.other_keys[0].dc = 200;
    const auto of_own = write_to_memory(bundle_of(std::move(own)), "grammers-sqlite");
    ASSERT_TRUE(of_own) << of_own.error().text();
    EXPECT_EQ(Database(of_own->files.at("")).query("SELECT ipv4, ipv6 FROM dc_option"),
              (Texts{"10.1.2.3:8443|[::ffff:a01:203]:8443", "0.0.0.0:443|[::]:443"}));
}

TEST(GrammersDatabase, WhatItCannotHold) {
    for (const char* format : {"grammers-sqlite", "grammers-file"}) {
        Session late = complete();
        late.update_state->date = std::int64_t{1} << 31;
        const auto date = write_to_memory(bundle_of(std::move(late)), format);
        ASSERT_FALSE(date);
        EXPECT_EQ(date.error().code, ErrorCode::invalid_argument);
        Session nobody = complete();
        nobody.user = {};
        const auto no_user = write_to_memory(bundle_of(std::move(nobody)), format);
        ASSERT_FALSE(no_user);
        EXPECT_EQ(no_user.error().code, ErrorCode::missing_fact);
    }
}

}  // namespace
}  // namespace tgferry::test
