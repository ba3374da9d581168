// The user that Telegram for Android keeps beside its keys, and the places of both.
#include <gtest/gtest.h>

#include <array>
#include <tgferry/tgferry.hpp>

#include "core/base64.hpp"
#include "core/cursor.hpp"
#include "core/writer.hpp"
#include "formats/tgnet/user_record.hpp"
#include "support/fixtures.hpp"

namespace tgferry::test {
namespace {

using core::Writer;
using formats::tgnet::parse_preferences;
using formats::tgnet::parse_user;

constexpr std::uint32_t empty_long = 0xd3bc4b7a, empty_int = 0x200250ba, newest = 0xb1b8cc83,
                        short_ids = 0x938458c1, one_word = 0x3ff6ecb0;

SecretBytes record(std::uint32_t constructor, std::uint32_t flags, const auto& rest) {
    Writer out;
    out.u32_le(constructor);
    if (constructor != empty_long && constructor != empty_int) out.u32_le(flags);
    if (constructor == newest) out.u32_le(0xffffffff);
    rest(out);
    return std::move(out).finish();
}

void put(Writer& out, std::string_view text) {
    out.tl_bytes(core::as_bytes(text));
}

TEST(TgnetUser, EveryHead) {
    const auto long_id = [](Writer& out) { out.i64_le(5'000'000'001); };
    const auto int_id = [](Writer& out) { out.i32_le(777000123); };
    const auto placeholder = parse_user(record(empty_long, 0, long_id).view());
    ASSERT_TRUE(placeholder) << placeholder.error().text();
    EXPECT_EQ(*placeholder, (User{.id = 5'000'000'001}));
    EXPECT_EQ(*parse_user(record(empty_int, 0, int_id).view()), (User{.id = 777000123}));
    EXPECT_EQ(*parse_user(record(short_ids, 0, int_id).view()), (User{.id = 777000123, .is_bot = false}));
    EXPECT_EQ(*parse_user(record(one_word, 1u << 28, long_id).view()),
              (User{.id = 5'000'000'001, .is_bot = false, .is_premium = true}));
    EXPECT_EQ(*parse_user(record(newest, 1u << 14, long_id).view()),
              (User{.id = 5'000'000'001, .is_bot = true, .is_premium = false}));
}

TEST(TgnetUser, NamesStandBehindTheAccessHash) {
    const auto names = [](Writer& out) {
        out.i64_le(42);
        out.i64_le(-1);
        put(out, "Ann");
        put(out, "annlee");
        put(out, "79990000001");
    };
    const auto user = parse_user(record(newest, 1 | 2 | 8 | 16, names).view());
    ASSERT_TRUE(user) << user.error().text();
    EXPECT_EQ(user->first_name, "Ann");
    EXPECT_EQ(user->last_name, std::nullopt);
    EXPECT_EQ(user->usernames, std::vector<std::string>{"annlee"});
    EXPECT_EQ(user->phone, "79990000001");
    const auto odd = parse_user(record(newest, 2 | 16, [](Writer& out) {
                                    out.i64_le(42);
                                    put(out, "\xff");
                                    put(out, "+7 999");
                                }).view());
    EXPECT_EQ(odd->first_name, std::nullopt);
    EXPECT_EQ(odd->phone, std::nullopt);
}

TEST(TgnetUser, WhatIsNoUser) {
    const auto id = [](std::int64_t value) { return [value](Writer& out) { out.i64_le(value); }; };
    EXPECT_EQ(parse_user(record(0xfeedface, 0, id(42)).view()).error().code, ErrorCode::unsupported_version);
    EXPECT_EQ(parse_user(record(newest, 0, id(0)).view()).error().code, ErrorCode::damaged);
    EXPECT_EQ(parse_user(record(newest, 0, id(-5)).view()).error().code, ErrorCode::damaged);
    EXPECT_EQ(parse_user(record(newest, 0, id((std::int64_t{1} << 52) + 1)).view()).error().code,
              ErrorCode::damaged);
    EXPECT_TRUE(parse_user(record(newest, 0, id(std::int64_t{1} << 52)).view()));
    EXPECT_EQ(parse_user(record(newest, 2, id(42)).view()).error().code, ErrorCode::damaged);
    EXPECT_EQ(parse_user({}).error().code, ErrorCode::damaged);
}

TEST(TgnetUser, PreferencesAsAndroidWritesThem) {
    const auto some = parse_preferences(
        "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n  <int name=\"selectedAccount\" "
        "value=\"2\" />\n"
        "  <string name=\"user\">eku80wHy&#10;BSoBAA&#13;AA  </string>\n</map>");
    ASSERT_TRUE(some);
    EXPECT_EQ(some->user, "eku80wHyBSoBAAAA");
    EXPECT_EQ(some->selected, 2);
    const auto nobody = parse_preferences("<map><string name=\"users\">abcd</string></map>");
    ASSERT_TRUE(nobody);
    EXPECT_EQ(nobody->user, "");
    EXPECT_EQ(nobody->selected, std::nullopt);
    EXPECT_FALSE(parse_preferences("ABX\0 binary"));
    EXPECT_EQ(parse_preferences("<map><int name=\"selectedAccount\" value=\"2x\"/></map>")->selected,
              std::nullopt);
}

SecretBytes fixture_bytes(std::string_view name) {
    for (const Fixture& fixture : load_fixtures()) {
        if (fixture.name == name) return files_of(fixture).begin()->second.copy();
    }
    ADD_FAILURE() << "no fixture " << name;
    return {};
}

/// A folder of the application in memory, from fixtures.
class TgnetFolder : public ::testing::Test {
  protected:
    void keys(const std::string& name, const char* fixture) {
        files.emplace(name, fixture_bytes(std::string("tgnet/") + fixture));
    }
    void user(const std::string& name, std::int64_t id, std::string_view more = {}) {
        const SecretBytes bytes = record(empty_long, 0, [id](Writer& out) { out.i64_le(id); });
        const SecretText base64 =
            core::encode_base64(bytes.view(), core::Alphabet::standard, core::Padding::keep);
        const std::string xml = "<map><string name=\"user\">" + std::string(reveal(base64)) + "</string>" +
                                std::string(more) + "</map>";
        files.emplace(name, SecretBytes(core::as_bytes(xml)));
    }
    Result<Bundle> read_all() { return read(Source::files(std::move(files))); }
    FileMap files;
};

TEST_F(TgnetFolder, HoldsAllAccountsAndWhichIsShown) {
    keys("files/tgnet.dat", "user.dat");
    keys("files/account1/tgnet.dat", "logged-out.dat");
    keys("files/account2/tgnet.dat", "v4-dc11.dat");
    user("shared_prefs/userconfing.xml", 11, "<int name=\"selectedAccount\" value=\"2\" />");
    user("shared_prefs/userconfig2.xml", 13);
    const auto got = read_all();
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "tgnet");
    ASSERT_EQ(got->sessions.size(), 2u);
    EXPECT_EQ(got->sessions[0].user.id, 11);
    EXPECT_EQ(got->sessions[1].user.id, 13);
    EXPECT_EQ(got->active_index, 1u);
    EXPECT_EQ(got->sessions[1].label, "account2");
    EXPECT_TRUE(got->warnings.empty());
}

TEST_F(TgnetFolder, ADamagedAccountHidesNoOther) {
    keys("files/tgnet.dat", "user.dat");
    SecretBytes cut = fixture_bytes("tgnet/v4-dc11.dat");
    cut = SecretBytes(cut.view().first(cut.size() - 1));
    files.emplace("files/account1/tgnet.dat", std::move(cut));
    const auto got = read_all();
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->sessions.size(), 1u);
    ASSERT_EQ(got->lost.size(), 1u);
    EXPECT_EQ(got->lost[0].position, 1u);
}

TEST_F(TgnetFolder, TheBackupIsTakenAsTheApplicationWould) {
    keys("tgnet.dat", "v4-dc11.dat");
    keys("tgnet.dat.bak", "user.dat");
    const auto got = read_all();
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().dc, 2);
    ASSERT_EQ(got->warnings.size(), 1u);
    EXPECT_EQ(got->warnings[0].code, "unfinished_rewrite");
}

}  // namespace
}  // namespace tgferry::test
