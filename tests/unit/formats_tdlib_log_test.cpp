// TDLib's log: the published vectors, every rule of the replay, and what is said of bad ones.
#include <fmt/format.h>
#include <gtest/gtest.h>

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
    check(login().event(60, event_type::encryption, ""), "another encryption begins");
    check(login().event(2, event_type::encryption, "", 1), "another encryption begins");
    check(login().rewrite(0, "x", "y"), "replaces one that is not there");
    check(login().raw(std::string("\x1c\0\0\0", 4) + std::string(40, 'x')), "cannot have 28 bytes");
    check(login().raw(std::string("\x22\0\0\0", 4) + std::string(40, 'x')), "cannot have 34 bytes");
    check(login().raw(std::string("\4\0\0\1", 4) + std::string(40, 'x')), "cannot have 16777220 bytes");
    check(login().raw(std::string("\0\1\0\0", 4) + std::string(40, 'x')), "has only");
    check(login().raw(std::string("\x20\0\0\0", 4) + std::string(28, 'x')), "checksum");
}

/// TDLib passes over them (BinlogEventsProcessor::do_event), and what follows counts.
TEST(Tdlib, EventsOfTheLogItselfArePassedOver) {
    Draft draft;
    draft.event(0, -1, "head").login().event(0, -4, "").event(9, event_type::removal, "", 1);
    const auto back = read_log(draft.rewrite(2, "my_id", "90"));
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(codes(*back), Codes{});
    EXPECT_EQ(back->active().user.id, 90);
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
    EXPECT_EQ(codes(*damaged), Codes{"account_lost"}) << "whoever converts the other one is told";
    const auto empty = read_both(SecretBytes());
    ASSERT_TRUE(empty);
    EXPECT_TRUE(empty->lost.empty());
    EXPECT_EQ(codes(*empty), Codes{"not_logged_in"});
    const SecretBytes plain = Draft().login().bytes();
    const auto locked = [&] {
        return seal_log(plain.view(), "secret", counting(32).view(), counting(16).view());
    };
    EXPECT_EQ(read_both(locked()).error().code, ErrorCode::passcode_required);
    const auto wrong = read_both(locked(), with_key("wrong"));
    ASSERT_TRUE(wrong);
    EXPECT_EQ(wrong->lost.at(0).error.code, ErrorCode::passcode_wrong);
}

TEST(Tdlib, AFolderWhoseLogBeginsBadlyIsNamed) {
    SecretBytes broken = Draft().login().bytes();
    broken.edit()[20] ^= 1;
    const SecretBytes empty;
    for (const SecretBytes* log : {&std::as_const(broken), &empty}) {
        FileMap files;
        files.emplace("td.binlog", log->copy());
        const auto back = read(Source::files(std::move(files)));
        ASSERT_FALSE(back);
        EXPECT_EQ(back.error().code, ErrorCode::unrecognised);
        EXPECT_NE(back.error().message.find("a folder of TDLib by its td.binlog"), std::string::npos);
    }
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

TEST(Tdlib, ALogByItselfIsReadByItsContent) {
    const auto back = read(Source::bytes(Draft().login().bytes()));
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(back->format, "tdlib");
    EXPECT_FALSE(back->active().test);
    const auto folder = read_log(Draft().login());
    ASSERT_TRUE(folder) << folder.error().text();
    EXPECT_TRUE(back->active().key == folder->active().key);
    EXPECT_EQ(back->active().user, folder->active().user);
}

}  // namespace
}  // namespace tgferry::test
