// The login in TDLib's log: who is logged in, which keys count, and what TDLib would make of odd values.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <bit>
#include <tgferry/tgferry.hpp>

#include "core/hex.hpp"
#include "crypto/digest.hpp"
#include "formats/tdlib/cipher.hpp"
#include "formats/tdlib/log.hpp"
#include "formats/tdlib/rows.hpp"
#include "formats/tdlib/values.hpp"
#include "formats/tdlib/write.hpp"
#include "support/compare.hpp"
#include "support/tdlib_log.hpp"

namespace tgferry::test {
namespace {

using namespace formats::tdlib;

/// What stands behind the bad event is not looked at, whatever is bad about it.
TEST(Tdlib, NobodyLoggedIn) {
    const auto code_of = [](const Draft& draft) {
        const auto back = read_log(draft);
        return back ? "" : std::string(code_name(back.error().code)) + ": " + back.error().message;
    };
    EXPECT_EQ(code_of(Draft()), "not_logged_in: tdlib: the log is empty");
    EXPECT_EQ(code_of(Draft().row(1, "x", "y")), "not_logged_in: tdlib: nobody is logged in");
    EXPECT_EQ(code_of(Draft().login().rewrite(1, "auth", "logout")),
              "not_logged_in: tdlib: the account was being logged out");
    EXPECT_EQ(code_of(Draft().login().rewrite(1, "auth", "destroy")),
              "not_logged_in: tdlib: the account was being logged out");
    EXPECT_EQ(code_of(Draft().login().event(3, event_type::removal, "", 1)),
              "not_logged_in: tdlib: the log holds no key of its home DC 1");
    EXPECT_EQ(code_of(Draft().login().rewrite(3, "main_dc_id", "256")),
              "not_logged_in: tdlib: the home DC is 256, which is none");
    EXPECT_EQ(code_of(Draft().login().rewrite(4, "auth2", "")),
              "not_logged_in: tdlib: the log holds no key of its home DC 2");
    SecretBytes unused = make_key(vector_key());
    unused.edit()[8] = 0;
    EXPECT_EQ(code_of(Draft().login().rewrite(4, "auth2", core::as_text(unused.view()))),
              "not_logged_in: tdlib: the key of the home DC 2 is not one of a logged-in account");
}

TEST(Tdlib, TheHomeDcIs1WhereNoneIsNamed) {
    const auto back = read_log(Draft().row(1, "auth", "ok").key(2, 1, make_key(vector_key())));
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(back->active().dc, 1);
    EXPECT_FALSE(back->active().user.id);
    EXPECT_EQ(back->active().user.is_bot, false);
}

TEST(Tdlib, KeysOfOtherDcs) {
    SecretBytes unused = make_key(random_auth_key(5)), odd = make_key(random_auth_key(7));
    unused.edit()[8] = 0;
    odd.edit()[0] = static_cast<std::uint8_t>(odd.view()[0] ^ 1);
    Draft draft;
    draft.login().key(5, 4, make_key(random_auth_key(4))).key(6, 5, unused).row(7, "auth3", "broken");
    draft.row(8, "auth_is_bot", "true").row(9, "auth0", "x").row(10, "auth1001", "x").row(11, "auth02x", "x");
    draft.row(12, "config_recovery_auth4", core::as_text(make_key(random_auth_key(9)).view()));
    const auto back = read_log(draft);
    ASSERT_TRUE(back) << back.error().text();
    ASSERT_EQ(back->active().other_keys.size(), 1u);
    EXPECT_EQ(back->active().other_keys[0].dc, 4);
    EXPECT_TRUE(back->active().other_keys[0].key == random_auth_key(4));
    EXPECT_EQ(back->active().user.is_bot, true);
    EXPECT_EQ(codes(*back), Codes{"key_damaged"});
}

TEST(Tdlib, TheValueOfAKey) {
    const SecretBytes good = make_key(vector_key());
    EXPECT_EQ(good.size(), 272u);
    EXPECT_TRUE(parse_key(good.view())->logged_in);
    core::Writer dated;
    dated.u64_le(key_id(vector_key()));
    dated.i32_le(1 | 4 | 8);
    dated.tl_bytes(vector_key().reveal());
    for (int i = 0; i < 3; ++i) dated.u64_le(0x41d2345678000000);
    EXPECT_TRUE(parse_key(dated.view())->key == vector_key());
    EXPECT_FALSE(parse_key(dated.view().first(dated.size() - 1)));
    EXPECT_FALSE(parse_key(good.view().first(271)));
    dated.u8(0);
    EXPECT_EQ(parse_key(dated.view()).error().code, ErrorCode::damaged);
    core::Writer brief;
    brief.u64_le(0);
    brief.i32_le(1);
    brief.tl_bytes(vector_key().reveal().first(255));
    EXPECT_EQ(parse_key(brief.view()).error().code, ErrorCode::damaged);
}

TEST(Tdlib, AnIdThatIsNotTheKeysOwnIsDoubtful) {
    SecretBytes odd = make_key(vector_key());
    odd.edit()[0] = static_cast<std::uint8_t>(odd.view()[0] ^ 1);
    const auto back = read_log(Draft().login().rewrite(4, "auth2", core::as_text(odd.view())));
    ASSERT_TRUE(back);
    EXPECT_EQ(codes(*back), Codes{"key_id_mismatch"});
}

TEST(Tdlib, UserIdsAsTdlibReadsThem) {
    const auto id_of = [](std::string_view text) {
        return read_log(Draft().login().rewrite(2, "my_id", text))->active().user.id;
    };
    EXPECT_EQ(id_of("5123456789"), 5123456789);
    EXPECT_EQ(id_of("user 12345"), 12345);
    EXPECT_EQ(id_of("1099511627775"), 1099511627775);
    EXPECT_EQ(id_of("1099511627899"), 11627899);
    EXPECT_EQ(id_of("0"), std::nullopt);
    EXPECT_EQ(id_of("-5"), std::nullopt);
    EXPECT_EQ(id_of(""), std::nullopt);
    EXPECT_EQ(id_of("five"), std::nullopt);
}

TEST(Tdlib, AUserIdThatTdlibWouldMistakeIsNotWritten) {
    for (const std::int64_t id : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1} << 40}) {
        Bundle bundle;
        bundle.sessions.push_back(vector_session());
        bundle.sessions[0].user.id = id;
        const auto written = write_to_memory(bundle, "tdlib");
        ASSERT_FALSE(written) << id;
        EXPECT_EQ(written.error().code, ErrorCode::missing_fact);
    }
}

TEST(Tdlib, AddressesAreThoseOfTheHomeDcsMainServers) {
    core::Writer list;
    const auto put = [&](std::int32_t flags, std::int32_t dc, std::string_view ip, std::int32_t port) {
        list.i32_le(flags);
        list.i32_le(dc);
        list.tl_bytes(core::as_bytes(ip));
        list.i32_le(port);
        if ((flags & 32) != 0) list.tl_bytes(core::as_bytes("secret"));
    };
    list.u32_le(7);
    put(0, 1, "149.154.175.50", 443);
    put(1, 2, "2001:67c:4e8:f002::a", 443);
    put(2, 2, "149.154.167.151", 443);
    put(4 | 32, 2, "149.154.167.99", 443);
    put(8, 2, "149.154.167.98", 443);
    put(0, 2, "not.an.ip", 443);
    put(16, 2, "149.154.167.50", 5222);
    EXPECT_EQ(parse_address(list.view(), 2), (Endpoint{"149.154.167.50", 5222}));
    EXPECT_EQ(parse_address(list.view(), 4), std::nullopt);
    EXPECT_EQ(parse_address(list.view().first(list.size() - 1), 2), std::nullopt);
    core::Writer odd;
    odd.u32_le(1);
    odd.u32_le(0);
    odd.i32_le(2);
    odd.tl_bytes(core::as_bytes("1.2.3.4"));
    odd.i32_le(65536);
    EXPECT_EQ(parse_address(odd.view(), 2), std::nullopt);
    EXPECT_EQ(parse_address(make_address({"2001:db8::1", 80}, 3).view(), 3), (Endpoint{"2001:db8::1", 80}));
    EXPECT_EQ(parse_address(core::as_bytes(std::string(4, '\0')), 2), std::nullopt);
}

TEST(Tdlib, SaltsThatAreNone) {
    const std::vector<Salt> salts = {{.dc = 2, .valid_since = 5, .valid_until = 1'700'000'000, .salt = -9}};
    const SecretBytes good = make_salts(salts, 2);
    EXPECT_EQ(parse_salts(good.view(), 2), salts);
    EXPECT_FALSE(parse_salts(good.view().first(good.size() - 1), 2));
    EXPECT_FALSE(parse_salts(core::as_bytes("\xff\xff\xff\xff"), 2));
    SecretBytes odd = good.copy();
    for (std::size_t i = 12; i < 20; ++i) odd.edit()[i] = 0xff;  // not a number
    EXPECT_FALSE(parse_salts(odd.view(), 2));
}

/// TDLib keeps those to come first, the latest in front, and the one in use behind them.
TEST(Tdlib, TheSaltInUseComesFirst) {
    const std::vector<Salt> salts = {{.dc = 2, .valid_since = 100, .valid_until = 200, .salt = 1},
                                     {.dc = 2, .valid_since = 150, .valid_until = 250, .salt = 2},
                                     {.dc = 2, .valid_since = 200, .valid_until = 300, .salt = 3}};
    core::Writer stored;
    stored.u32_le(3);
    for (const auto& [salt, since] : {std::pair{3, 200.0}, {2, 150.0}, {1, 100.0}}) {
        stored.i64_le(salt);
        stored.u64_le(std::bit_cast<std::uint64_t>(since));
        stored.u64_le(std::bit_cast<std::uint64_t>(since + 100));
    }
    EXPECT_EQ(parse_salts(stored.view(), 2), salts);
    EXPECT_EQ(core::as_text(make_salts(salts, 2).view()), core::as_text(stored.view()));
}

TEST(Tdlib, ASaltThatTdlibMadeUpIsLeftOut) {
    core::Writer stored;
    stored.u32_le(1);
    stored.i64_le(0x1234567890);
    for (int i = 0; i < 2; ++i) stored.u64_le(std::bit_cast<std::uint64_t>(-1e10));
    EXPECT_EQ(parse_salts(stored.view(), 2), std::vector<Salt>());
    const auto back = read_log(Draft().login().row(5, "salt2", core::as_text(stored.view())));
    ASSERT_TRUE(back);
    EXPECT_TRUE(back->active().salts.empty());
    EXPECT_EQ(codes(*back), Codes{});
    EXPECT_EQ(codes(*read_log(Draft().login().row(5, "salt2", "torn"))), Codes{"salts_ignored"});
}

TEST(Tdlib, ARowThatIsNoneIsPassedOver) {
    const auto back = read_log(Draft().login().event(9, event_type::login_row, "\x01xyz"));
    ASSERT_TRUE(back);
    EXPECT_EQ(codes(*back), Codes{"row_damaged"});
}

}  // namespace
}  // namespace tgferry::test
