// MTKruto's local storages: the text of its values as MTKruto 0.216 and 0.70 made it, and each way a storage
// can be wrong.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "core/base64.hpp"
#include "core/cursor.hpp"
#include "formats/common/storage_name.hpp"
#include "formats/mtkruto/codec.hpp"
#include "support/fixtures.hpp"
#include "support/keys.hpp"

namespace tgferry::test {
namespace {

using formats::mtkruto::Codec;
using formats::mtkruto::Kind;
using formats::mtkruto::parse_value;
using Entries = std::vector<std::pair<std::string, std::string>>;

std::string key_base64() {
    const AuthKey key = sequence_key();
    return std::string(
        reveal(core::encode_base64(key.reveal(), core::Alphabet::standard, core::Padding::keep)));
}
std::string item(const std::string& text) {
    return fmt::format("{}\n{}", text.size(), text);
}
std::string member(const std::string& name, const std::string& value) {
    return item("6" + item("2" + name) + item(value));
}
/// The object of ["auth"], from its five values.
std::string auth(const std::string& api_id, const std::string& key, const std::string& dc,
                 const std::string& bot, const std::string& user) {
    return "7" + member("apiId", api_id) + member("authKey", key) + member("dc", dc) + member("isBot", bot) +
           member("userId", user);
}
std::string usual() {
    return auth("16", "5" + key_base64(), "25", "01", "12147483653");
}

Result<Bundle> read_folder(const Entries& entries, const ReadOptions& options = {}) {
    FileMap files;
    for (const auto& [key, value] : entries) {
        files.emplace(*formats::storage_file_name(key), SecretBytes(core::as_bytes(value)));
    }
    return read(Source::files(std::move(files)), options);
}

void expect_error(const Result<Bundle>& got, ErrorCode code, std::string_view says) {
    ASSERT_FALSE(got) << "was read";
    EXPECT_EQ(got.error().code, code) << got.error().text();
    EXPECT_NE(got.error().text().find(says), std::string::npos) << got.error().text();
}

TEST(MtkrutoText, ItemsInBothCodecs) {
    const auto contents = [](std::string_view text, Codec codec) {
        std::vector<std::string> out;
        const auto items = formats::mtkruto::items_of(*parse_value(text), codec);
        if (!items) return std::vector<std::string>{"none"};
        for (const auto& one : *items) out.push_back(static_cast<char>(one.kind) + std::string(one.content));
        return out;
    };
    using Texts = std::vector<std::string>;
    EXPECT_EQ(contents("62\n2x2\n115\n62\n32", Codec::current), (Texts{"2x", "11", "62\n32"}));
    EXPECT_EQ(contents("621\nx\n11\n62\n32", Codec::old), (Texts{"2x", "11", "632"}));
    EXPECT_EQ(contents("6", Codec::current), Texts{});
    EXPECT_EQ(contents("6", Codec::old), Texts{});
    EXPECT_EQ(contents("63\n2\xf0\x9f\xa6\x86", Codec::current), Texts{"2\xf0\x9f\xa6\x86"})
        << "two UTF-16 units";
    for (const char* bad : {"65\n2x", "6x\n2x", "6-1\n2x", "62", "62\n", "62\n9x", "62\n2\xf0\x9f\xa6\x86"}) {
        EXPECT_EQ(contents(bad, Codec::current), Texts{"none"}) << bad;
    }
    for (const char* bad : {"625\nx", "62x\nx", "62", "69", "621\nxy"}) {
        EXPECT_EQ(contents(bad, Codec::old), Texts{"none"}) << bad;
    }
    EXPECT_EQ(contents("2x", Codec::current), Texts{"none"}) << "no array";
    EXPECT_EQ(parse_value(""), std::nullopt);
    EXPECT_EQ(parse_value("8"), std::nullopt);
}

TEST(MtkrutoText, MembersOfObjects) {
    const auto text = [](std::string_view object, std::string_view name, Codec codec) {
        const auto found = formats::mtkruto::member_of(*parse_value(object), name, codec);
        return found ? static_cast<char>(found->kind) + std::string(found->content) : "none";
    };
    const std::string old =
        "7611\n25\napiId\n16\n618\n27\nauthKey\n54\nAQID\n610\n22\ndc\n21\n2\n611\n25\nisBot\n01\n614\n26\nus"
        "erId\n1123";
    EXPECT_EQ(text(old, "apiId", Codec::old), "16");
    EXPECT_EQ(text(old, "authKey", Codec::old), "5AQID");
    EXPECT_EQ(text(old, "dc", Codec::old), "22");
    EXPECT_EQ(text(old, "isBot", Codec::old), "01");
    EXPECT_EQ(text(old, "userId", Codec::old), "1123");
    EXPECT_EQ(text(old, "other", Codec::old), "none");
    EXPECT_EQ(text("79\n62\n2a2\n119\n62\n2b2\n2c", "b", Codec::current), "2c");
    EXPECT_EQ(text("69\n62\n2a2\n11", "a", Codec::current), "none") << "an array";
}

TEST(MtkrutoText, Keys) {
    using formats::mtkruto::key_text;
    EXPECT_EQ(key_text({"2auth"}, Codec::current), "65\n2auth");
    EXPECT_EQ(key_text({"2auth"}, Codec::old), "624\nauth");
    EXPECT_EQ(key_text({"2channelPts", "31234567890"}, Codec::current), "611\n2channelPts11\n31234567890");
    EXPECT_EQ(key_text({"2channelPts", "31234567890"}, Codec::old), "6210\nchannelPts\n31234567890");
}

TEST(MtkrutoStore, WhatMtkrutoItselfWrote) {
    const auto got = read_folder({{"main65\n2auth", usual()},
                                  {"main615\n2auth.isPremium", "01"},
                                  {"main611\n2channelPts11\n31234567890", "142"},
                                  {"main610\n2usernames6\n2durov", "64\n112314\n41700000000000"},
                                  {"main619\n2session.serverSalt", "3-1234567890123456789"}});
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "mtkruto-store");
    EXPECT_EQ(got->variant, "auth, current text");
    const Session& s = got->active();
    EXPECT_EQ(s.dc, 5);
    EXPECT_FALSE(s.test);
    EXPECT_TRUE(s.key == sequence_key());
    EXPECT_EQ(s.user.id, 2147483653);
    EXPECT_EQ(s.user.is_bot, true);
    EXPECT_EQ(s.user.is_premium, true);
    EXPECT_EQ(s.api.id, 6);
    EXPECT_EQ(s.channels, (std::vector<ChannelState>{{1234567890, 42}}));
    EXPECT_EQ(s.update_state, std::nullopt);
}

TEST(MtkrutoStore, ClientsOfOneStorage) {
    const auto got =
        read_folder({{"mainS__abc65\n2auth", auth("16", "5" + key_base64(), "22-test", "00", "17")},
                     {"main65\n2auth", usual()},
                     {"mainS__out65\n2auth", auth("16", "5", "22", "00", "10")}});
    ASSERT_TRUE(got) << got.error().text();
    ASSERT_EQ(got->sessions.size(), 2u);
    EXPECT_EQ(got->sessions[0].dc, 5);
    EXPECT_TRUE(got->sessions[1].test);
    ASSERT_EQ(got->warnings.size(), 1u);
    EXPECT_EQ(got->warnings[0].code, "not_logged_in");
}

TEST(MtkrutoStore, OneBadClientDoesNotHideTheOthers) {
    const auto got = read_folder({{"mainS__abc65\n2auth", "713\nbroken"}, {"main65\n2auth", usual()}});
    ASSERT_TRUE(got) << got.error().text();
    ASSERT_EQ(got->sessions.size(), 1u);
    EXPECT_EQ(got->active().dc, 5);
    ASSERT_EQ(got->lost.size(), 1u);
    EXPECT_EQ(got->lost[0].position, 1u);
    ASSERT_EQ(got->warnings.size(), 1u);
    EXPECT_EQ(got->warnings[0].code, "account_lost");
    EXPECT_EQ(got->lost[0].error.code, ErrorCode::damaged);
    EXPECT_NE(got->lost[0].error.file.find("mainS__abc65%0A2auth"), std::string::npos);
}

/// Names come from the folder, whichever way their escapes are spelt.
TEST(MtkrutoStore, EscapesInSmallLetters) {
    FileMap files;
    files.emplace("main65%0a2auth", SecretBytes(core::as_bytes(usual())));
    const auto got = read(Source::files(std::move(files)));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().dc, 5);
}

TEST(MtkrutoStore, AnUpdateStateThatIsNoneIsTold) {
    const auto got = read_folder({{"main65\n2auth", usual()}, {"main614\n2updates.state", "broken"}});
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_FALSE(got->active().update_state);
    ASSERT_EQ(got->warnings.size(), 1u);
    EXPECT_EQ(got->warnings[0].code, "state_ignored");
}

TEST(MtkrutoStore, BeforeThereWasAnAccountId) {
    const auto got =
        read_folder({{"main628\nauth.key", "5" + key_base64()}, {"main627\nauth.dc", "22-test"}});
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->variant, "separate keys before 0.70");
    EXPECT_EQ(got->active().user, User{});
    EXPECT_TRUE(got->active().test);
}

TEST(MtkrutoStore, NobodyIsLoggedIn) {
    for (const std::string& nobody :
         {auth("16", "5" + key_base64(), "22", "00", "10"), auth("16", "5", "22", "00", "15"),
          auth("16", "5" + std::string(342, 'A') + "==", "22", "00", "15")}) {
        expect_error(read_folder({{"main65\n2auth", nobody}}), ErrorCode::not_logged_in, "logged in");
    }
    expect_error(read_folder({{"main65\n2other", "2x"}}), ErrorCode::unrecognised, "no known session format");
    expect_error(read_folder({{"x", ""}}, {.format = "mtkruto-store"}), ErrorCode::not_logged_in,
                 "logged in");
}

TEST(MtkrutoStore, DamagedEntries) {
    const std::string key = "5" + key_base64();
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", "no object"},
        {"2text", "no object"},
        {"7", "authKey"},
        {usual().substr(0, 60), "authKey"},
        {auth("16", "2text", "22", "00", "15"), "authKey"},
        {auth("16", "5!!!", "22", "00", "15"), "authKey"},
        {auth("16", "5AAECAw==", "22", "00", "15"), "256"},
        {auth("16", key, "22", "00", "2five"), "userId"},
        {auth("16", key, "22", "00", "1-5"), "-5"},
        {auth("16", key, "22", "00", "19007199254740992"), "9007199254740992"},
        {auth("16", key, "20", "00", "15"), "DC"},
        {auth("16", key, "2", "00", "15"), "DC"},
    };
    for (const auto& [value, says] : cases) {
        const auto got = read_folder({{"main65\n2auth", value}});
        expect_error(got, ErrorCode::damaged, says);
        if (!got) {
            EXPECT_NE(got.error().file.find("main65%0A2auth"), std::string::npos) << got.error().text();
        }
    }
    expect_error(read_folder({{"main628\nauth.key", "2x"}}), ErrorCode::damaged, "auth.key");
    expect_error(read_folder({{"main628\nauth.key", key}}), ErrorCode::damaged, "DC");
    expect_error(read(Source::text("x"), {.format = "mtkruto-store"}), ErrorCode::damaged, "folder");
}

TEST(MtkrutoStore, OneFileByItself) {
    expect_error(read(Source::text(usual())), ErrorCode::unrecognised, "name the folder");
}

TEST(MtkrutoStore, OddExtrasArePassedOver) {
    const auto got = read_folder({{"main65\n2auth", auth("1-1", "5" + key_base64(), "22", "2x", "15")},
                                  {"main615\n2auth.isPremium", "1"},
                                  {"main614\n2updates.state", "5AAAA"},
                                  {"main611\n2channelPts2\n30", "142"},
                                  {"main611\n2channelPts2\n35", "1-1"},
                                  {"main611\n2channelPts2\n36", ""},
                                  {"main611\n2channelPtsx", "11"}});
    ASSERT_TRUE(got) << got.error().text();
    const Session& s = got->active();
    EXPECT_EQ(s.api.id, std::nullopt);
    EXPECT_EQ(s.user.is_bot, std::nullopt);
    EXPECT_EQ(s.user.is_premium, std::nullopt);
    EXPECT_EQ(s.update_state, std::nullopt);
    EXPECT_TRUE(s.channels.empty());
}

TEST(MtkrutoStore, WritesTheTextOfTheNewest) {
    Session session{.dc = 5, .key = sequence_key()};
    session.user.id = 2147483653;
    session.user.is_bot = true;
    session.api.id = 6;
    session.channels = {{1234567890, 42}};
    Bundle bundle;
    bundle.sessions.push_back(session);
    const auto written = write_to_memory(bundle, "mtkruto-store");
    ASSERT_TRUE(written) << written.error().text();
    ASSERT_EQ(written->files.size(), 2u);
    EXPECT_EQ(core::as_text(written->files.at("main65%0A2auth").view()), usual());
    EXPECT_EQ(core::as_text(written->files.at("main611%0A2channelPts11%0A31234567890").view()), "142");
    bundle.sessions[0].update_state = UpdateState{1, 1, -1, 1};
    const auto refused = write_to_memory(bundle, "mtkruto-store");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace tgferry::test
