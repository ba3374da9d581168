// TDLib's log: the published vectors, every rule of the replay, and what is said of bad ones.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "core/crc32.hpp"
#include "core/cursor.hpp"
#include "core/hex.hpp"
#include "crypto/digest.hpp"
#include "formats/tdlib/cipher.hpp"
#include "formats/tdlib/log.hpp"
#include "formats/tdlib/rows.hpp"
#include "formats/tdlib/values.hpp"
#include "formats/tdlib/write.hpp"
#include "support/compare.hpp"
#include "support/keys.hpp"

namespace tgferry::test {
namespace {

using namespace formats::tdlib;

std::string hex(std::span<const std::uint8_t> bytes) {
    return std::string(reveal(core::encode_hex(bytes)));
}
std::string sha256_of(std::span<const std::uint8_t> bytes) {
    return hex(crypto::sha256({bytes}));
}

/// Bytes first, first + 1, ...
SecretBytes counting(std::size_t size) {
    SecretBytes out(size);
    for (std::size_t i = 0; i < size; ++i) out.edit()[i] = static_cast<std::uint8_t>(i);
    return out;
}

AuthKey vector_key() {
    std::array<std::uint8_t, AuthKey::size> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(7 * i + 3);
    return *AuthKey::from(bytes);
}

AuthKey random_auth_key(std::uint64_t seed) {
    Rng rng(seed);
    return random_key(rng);
}

Session vector_session() {
    Session session{.dc = 2, .key = vector_key()};
    session.user = {.id = 123456789, .is_bot = false};
    return session;
}

/// A log, event by event.
class Draft {
  public:
    Draft& row(std::uint64_t id, std::string_view name, std::string_view value) {
        put_event(out_, id, event_type::login_row, make_row(name, core::as_bytes(value)).view());
        return *this;
    }
    Draft& key(std::uint64_t id, std::int32_t dc, const SecretBytes& value) {
        return row(id, fmt::format("auth{}", dc), core::as_text(value.view()));
    }
    Draft& event(std::uint64_t id, std::int32_t type, std::string_view data, std::uint8_t flags = 0) {
        core::Writer one;
        put_event(one, id, type, core::as_bytes(data));
        SecretBytes bytes = std::move(one).finish();
        bytes.edit()[16] = flags;
        core::Writer again;
        again.bytes(bytes.view().first(bytes.size() - 4));
        again.u32_le(core::crc32(again.view()));
        out_.bytes(again.view());
        return *this;
    }
    Draft& rewrite(std::uint64_t id, std::string_view name, std::string_view value, std::uint8_t flags = 1) {
        const SecretBytes data = make_row(name, core::as_bytes(value));
        return event(id, event_type::login_row, core::as_text(data.view()), flags);
    }
    Draft& raw(std::string_view bytes) {
        out_.text(bytes);
        return *this;
    }
    /// The rows of a login on DC 2, with ids 1 to 4.
    Draft& login() {
        return row(1, "auth", "ok")
            .row(2, "my_id", "77")
            .row(3, "main_dc_id", "2")
            .key(4, 2, make_key(vector_key()));
    }
    [[nodiscard]] std::size_t size() const { return out_.size(); }
    [[nodiscard]] SecretBytes bytes() const { return SecretBytes(out_.view()); }

  private:
    core::Writer out_;
};

Result<Bundle> read_log(SecretBytes log, ReadOptions options = {}, const char* name = "td.binlog") {
    FileMap files;
    files.emplace(name, std::move(log));
    options.format = "tdlib";
    return read(Source::files(std::move(files)), options);
}
Result<Bundle> read_log(const Draft& draft) {
    return read_log(draft.bytes());
}

ReadOptions with_key(std::string_view key) {
    ReadOptions options;
    options.tdlib_key.emplace(key);
    return options;
}

std::vector<std::string> codes(const Bundle& bundle) {
    std::vector<std::string> out;
    for (const Warning& warning : bundle.warnings) out.push_back(warning.code);
    return out;
}
using Codes = std::vector<std::string>;

TEST(TdlibVectors, APlainLog) {
    std::vector<Warning> warnings;
    const SecretBytes log = make_log(vector_session(), warnings);
    EXPECT_EQ(log.size(), 460u);
    EXPECT_EQ(sha256_of(log.view()), "51fe1878568400a6e7b524dd1ea4ecdd4a24fc7710681f858c6f784c1e151801");
    EXPECT_EQ(hex(log.view().first(44)),
              "2c0000000100000000000000274300000000000000000000000000000461757468000000026f6b00ea1fa684");
    EXPECT_TRUE(warnings.empty());
}

TEST(TdlibVectors, TheSameEncrypted) {
    std::vector<Warning> warnings;
    const SecretBytes plain = make_log(vector_session(), warnings);
    const SecretBytes log = seal_log(plain.view(), default_key, counting(32).view(), counting(16).view());
    EXPECT_EQ(log.size(), 588u);
    EXPECT_EQ(sha256_of(log.view()), "0837eefeb4acc3d54502c482b9105dde49bd6561954b331e16c2a8b1a8c8d8b9");
    const auto first = parse_event(log.view(), 0);
    ASSERT_TRUE(first);
    const auto key = cipher_key(*parse_cipher(*first), default_key);
    ASSERT_TRUE(key);
    EXPECT_EQ(hex(key->view()), "d72c90f2ef26ae7ff307cdc00de2ce99a19691c0199c1476709386922845f54d");
    const auto back = read_log(log.copy());
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(difference(back->active(), vector_session()), "");
    EXPECT_EQ(back->variant, "default key");
}

TEST(Crc32, IsThatOfZlib) {
    EXPECT_EQ(core::crc32({}), 0u);
    EXPECT_EQ(core::crc32(core::as_bytes("123456789")), 0xcbf43926u);
}

TEST(Tdlib, KeysOpenWhatTheyLocked) {
    const SecretBytes plain = Draft().login().bytes();
    const auto locked = [&] {
        return seal_log(plain.view(), "secret", counting(32).view(), counting(16).view());
    };
    const auto opened = read_log(locked(), with_key("secret"));
    ASSERT_TRUE(opened) << opened.error().text();
    EXPECT_EQ(opened->variant, "database key");
    EXPECT_EQ(codes(*opened), Codes{});
    const auto without = read_log(locked());
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().code, ErrorCode::passcode_required);
    EXPECT_EQ(without.error().secret, SecretKind::tdlib_key);
    EXPECT_TRUE(without.error().file.ends_with("td.binlog"));
    const auto wrong = read_log(locked(), with_key("Secret"));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, ErrorCode::passcode_wrong);
    EXPECT_EQ(wrong.error().secret, SecretKind::tdlib_key);
    ReadOptions looking;
    looking.accept_locked = true;
    const auto seen = read_log(locked(), looking);
    ASSERT_TRUE(seen);
    EXPECT_TRUE(seen->locked);
    EXPECT_EQ(seen->secret, SecretKind::tdlib_key);
}

TEST(Tdlib, AKeyThatIsNotNeededIsSaid) {
    const SecretBytes plain = Draft().login().bytes();
    const auto open = read_log(plain.copy(), with_key("secret"));
    ASSERT_TRUE(open);
    EXPECT_EQ(open->variant, "unencrypted");
    EXPECT_EQ(codes(*open), Codes{"tdlib_key_unused"});
    const auto by_default = read_log(
        seal_log(plain.view(), default_key, counting(32).view(), counting(16).view()), with_key("secret"));
    ASSERT_TRUE(by_default);
    EXPECT_EQ(codes(*by_default), Codes{"tdlib_key_unused"});
}

TEST(Tdlib, AKeyMayBeAnyBytes) {
    const std::string key("\0\n\xff", 3);
    Bundle bundle;
    bundle.sessions.push_back(vector_session());
    WriteOptions options;
    options.tdlib_key.emplace(key);
    auto written = write_to_memory(bundle, "tdlib", options);
    ASSERT_TRUE(written) << written.error().text();
    const auto back = read(Source::files(std::move(written->files)), with_key(key));
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(back->variant, "database key");
}

TEST(Tdlib, RewritesReplaceAndRemove) {
    Draft draft;
    draft.row(0, "auth", "logout").row(5, "my_id", "1").row(9, "main_dc_id", "2");
    draft.key(12, 2, make_key(vector_key())).key(13, 4, make_key(random_auth_key(4)));
    draft.rewrite(0, "auth", "ok").rewrite(5, "my_id", "88").event(13, event_type::removal, "", 1);
    draft.row(14, "my_id", "89");
    const auto back = read_log(draft);
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(back->active().user.id, 89);
    EXPECT_TRUE(back->active().other_keys.empty());
    EXPECT_EQ(codes(*back), Codes{});
}

TEST(Tdlib, PartialEventsCountWithTheNextWholeOne) {
    Draft whole;
    whole.login().rewrite(2, "my_id", "90", 1 | 2).rewrite(3, "main_dc_id", "2", 1);
    EXPECT_EQ(read_log(whole)->active().user.id, 90);
    Draft torn;
    torn.login().rewrite(2, "my_id", "90", 1 | 2);
    EXPECT_EQ(read_log(torn)->active().user.id, 77);
}

/// What stands behind the bad event is not looked at, whatever is bad about it.
TEST(Tdlib, ReadsUpToTheFirstBadEvent) {
    const std::size_t end = Draft().login().size();
    const std::string later(
        reinterpret_cast<const char*>(Draft().row(50, "my_id", "1").bytes().view().data()),
        Draft().row(50, "my_id", "1").size());
    const auto check = [&](const Draft& draft, std::string_view saying) {
        SCOPED_TRACE(saying);
        const SecretBytes start = draft.bytes();
        const auto back = read_log(Draft().raw(core::as_text(start.view())).raw(later));
        ASSERT_TRUE(back) << back.error().text();
        EXPECT_EQ(back->active().user.id, 77);
        ASSERT_EQ(codes(*back), Codes{"log_damaged"});
        const std::string& message = back->warnings.front().message;
        EXPECT_NE(message.find(saying), std::string::npos) << message;
        EXPECT_NE(message.find(fmt::format("byte {} ", end)), std::string::npos) << message;
    };
    const auto login = [] {
        Draft draft;
        draft.login();
        return draft;
    };
    check(login().row(4, "x", "y"), "event 4 follows event 4");
    check(login().row(3, "x", "y"), "event 3 follows event 4");
    check(login().event(60, -1, ""), "type -1 has no place");
    check(login().event(60, event_type::encryption, ""), "type -3 has no place");
    check(login().event(2, event_type::encryption, "", 1), "type -3 has no place");
    check(login().rewrite(0, "x", "y"), "replaces one that is not there");
    check(login().raw(std::string("\x1c\0\0\0", 4) + std::string(40, 'x')), "cannot have 28 bytes");
    check(login().raw(std::string("\x22\0\0\0", 4) + std::string(40, 'x')), "cannot have 34 bytes");
    check(login().raw(std::string("\4\0\0\1", 4) + std::string(40, 'x')), "cannot have 16777220 bytes");
    check(login().raw(std::string("\0\1\0\0", 4) + std::string(40, 'x')), "has only");
    check(login().raw(std::string("\x20\0\0\0", 4) + std::string(28, 'x')), "checksum");
}

TEST(Tdlib, ZerosAtTheEndAreNoDamage) {
    const auto back = read_log(Draft().login().raw(std::string(100, '\0')));
    ASSERT_TRUE(back);
    EXPECT_EQ(codes(*back), Codes{});
    const auto torn = read_log(Draft().login().raw("ab"));
    ASSERT_TRUE(torn);
    EXPECT_EQ(codes(*torn), Codes{"log_damaged"});
}

TEST(Tdlib, ALoginBehindTheDamageIsLost) {
    Draft draft;
    draft.row(1, "auth", "ok").row(2, "my_id", "77").raw("damaged!").login();
    const auto back = read_log(draft);
    ASSERT_FALSE(back);
    EXPECT_EQ(back.error().code, ErrorCode::damaged);
    EXPECT_EQ(back.error().offset, Draft().row(1, "auth", "ok").row(2, "my_id", "77").size());
    EXPECT_NE(back.error().hint.find("earlier copy"), std::string::npos);
}

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

TEST(Tdlib, BothLogsOfAFolderAreTwoAccounts) {
    FileMap files;
    files.emplace("td.binlog", Draft().login().bytes());
    files.emplace("td_test.binlog", Draft().login().rewrite(2, "my_id", "78").bytes());
    const auto both = read(Source::files(std::move(files)));
    ASSERT_TRUE(both) << both.error().text();
    ASSERT_EQ(both->sessions.size(), 2u);
    EXPECT_EQ(both->format, "tdlib");
    EXPECT_EQ(both->active_index, 0u);
    EXPECT_FALSE(both->sessions[0].test);
    EXPECT_TRUE(both->sessions[1].test);
    EXPECT_EQ(both->sessions[1].user.id, 78);
}

TEST(Tdlib, OneBadLogDoesNotHideTheOther) {
    const auto read_both = [](SecretBytes test_log, const ReadOptions& options = {}) {
        FileMap files;
        files.emplace("td.binlog", std::move(test_log));
        files.emplace("td_test.binlog", Draft().login().bytes());
        return read(Source::files(std::move(files)), options);
    };
    const auto damaged = read_both(Draft().raw("this is no log at all, but long enough").bytes());
    ASSERT_TRUE(damaged) << damaged.error().text();
    ASSERT_EQ(damaged->lost.size(), 1u);
    EXPECT_EQ(damaged->lost[0].position, 0u);
    EXPECT_EQ(damaged->lost[0].error.code, ErrorCode::damaged);
    const auto empty = read_both(SecretBytes());
    ASSERT_TRUE(empty);
    EXPECT_TRUE(empty->lost.empty());
    const SecretBytes plain = Draft().login().bytes();
    const auto locked = [&] {
        return seal_log(plain.view(), "secret", counting(32).view(), counting(16).view());
    };
    EXPECT_EQ(read_both(locked()).error().code, ErrorCode::passcode_required);
    const auto wrong = read_both(locked(), with_key("wrong"));
    ASSERT_TRUE(wrong);
    EXPECT_EQ(wrong->lost.at(0).error.code, ErrorCode::passcode_wrong);
}

TEST(Tdlib, TheLogThatWasToBeRenamed) {
    const auto back = read_log(Draft().login().bytes(), {}, "td.binlog.new");
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(codes(*back), Codes{"unfinished_rewrite"});
    FileMap files;
    files.emplace("td.binlog", Draft().login().bytes());
    files.emplace("td.binlog.new", Draft().login().rewrite(2, "my_id", "78").bytes());
    const auto old = read(Source::files(std::move(files)));
    ASSERT_TRUE(old);
    EXPECT_EQ(old->active().user.id, 77);
}

TEST(Tdlib, BadHeadsOfEncryption) {
    const auto code_of = [](const Draft& draft) { return read_log(draft).error().code; };
    const std::string lengths = std::string("\x10", 1) + std::string(19, 'x');
    EXPECT_EQ(code_of(Draft().event(0, event_type::encryption, "")), ErrorCode::damaged);
    EXPECT_EQ(code_of(Draft().event(0, event_type::encryption, std::string("\1\0\0\0", 4))),
              ErrorCode::unsupported_version);
    EXPECT_EQ(code_of(Draft().event(0, event_type::encryption, std::string(4, '\0') + lengths)),
              ErrorCode::damaged);
    const std::string brief = std::string(4, '\0') + "\x0f" + std::string(15, 's') + "\x10" +
                              std::string(19, 'i') + "\x20" + std::string(35, 'h');
    EXPECT_EQ(code_of(Draft().event(0, event_type::encryption, brief)), ErrorCode::damaged);
}

TEST(Tdlib, AFileAloneIsToldWhatItIs) {
    const auto back = read(Source::bytes(Draft().login().bytes()));
    ASSERT_FALSE(back);
    EXPECT_EQ(back.error().code, ErrorCode::unrecognised);
    EXPECT_NE(back.error().message.find("name the folder that it lies in"), std::string::npos);
}

TEST(Tdlib, ARowThatIsNoneIsPassedOver) {
    const auto back = read_log(Draft().login().event(9, event_type::login_row, "\x01xyz"));
    ASSERT_TRUE(back);
    EXPECT_EQ(codes(*back), Codes{"row_damaged"});
}

}  // namespace
}  // namespace tgferry::test
