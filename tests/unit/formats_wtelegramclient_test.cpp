// WTelegramClient: the published vector, the container, every bad input, and what opens it.
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "core/api_hash.hpp"
#include "core/base64.hpp"
#include "core/cursor.hpp"
#include "core/hex.hpp"
#include "core/writer.hpp"
#include "crypto/digest.hpp"
#include "formats/wtelegramclient/block.hpp"
#include "formats/wtelegramclient/session_text.hpp"
#include "formats/wtelegramclient/store.hpp"
#include "support/fixtures.hpp"
#include "support/keys.hpp"

namespace tgferry::test {
namespace {

using namespace formats::wtelegramclient;

const std::string api_hash = "0123456789abcdef0123456789abcdef";

AuthKey key_7i3() {
    std::array<std::uint8_t, AuthKey::size> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(7 * i + 3);
    return *AuthKey::from(bytes);
}

std::string key_text(const AuthKey& key) {
    return std::string(
        reveal(core::encode_base64(key.reveal(), core::Alphabet::standard, core::Padding::keep)));
}

SecretBytes sealed(std::string_view json, const std::string& key = api_hash) {
    crypto::CbcIv iv{};
    for (std::size_t i = 0; i < iv.size(); ++i) iv[i] = static_cast<std::uint8_t>(i);
    return seal_block(json, core::decode_hex(key)->view(), iv);
}

Result<Bundle> open(SecretBytes file, const std::string& key = api_hash, std::string format = {}) {
    ReadOptions options{.format = std::move(format)};
    options.facts.api_hash = key;
    return read(Source::bytes(std::move(file)), options);
}
Result<Bundle> open_json(std::string_view json) {
    return open(store_of(sealed(json).view()));
}

/// One data centre of DCSessions.
std::string entry(const std::string& name, const std::string& more = "", const AuthKey& key = key_7i3()) {
    return "\"" + name + "\":{\"AuthKey\":\"" + key_text(key) + "\"" + more + "}";
}
std::string session(const std::string& entries, const std::string& more = ",\"MainDC\":2") {
    return "{\"ApiId\":12345,\"UserId\":123456789" + more + ",\"DCSessions\":{" + entries + "}}";
}
std::string at(const std::string& flags, const std::string& host = "149.154.167.50") {
    return ",\"DataCenter\":{\"flags\":" + flags + ",\"id\":2,\"ip_address\":\"" + host + "\",\"port\":443}";
}

ErrorCode error_of(const Result<Bundle>& got) {
    EXPECT_FALSE(got);
    return got ? ErrorCode::internal : got.error().code;
}

// 636 bytes of indented JSON under a fixed IV give a file of 696 bytes.
TEST(WTelegramClient, Vector) {
    const std::string json =
        "{\n  \"ApiId\": 12345,\n  \"UserId\": 123456789,\n  \"MainDC\": 2,\n  \"DCSessions\": {\n"
        "    \"2\": {\n      \"AuthKey\": \"" +
        key_text(key_7i3()) +
        "\",\n      \"UserId\": 123456789,\n      \"DataCenter\": {\n        \"flags\": 16,\n"
        "        \"id\": 2,\n        \"ip_address\": \"149.154.167.50\",\n        \"port\": 443\n"
        "      },\n      \"Layer\": 0\n    }\n  }\n}";
    ASSERT_EQ(json.size(), 636u);
    const SecretBytes file = store_of(sealed(json).view());
    EXPECT_EQ(file.size(), 696u);
    EXPECT_EQ(reveal(core::encode_hex(crypto::sha256({file.view()}))),
              "e0d69f982362c9c81e70c369ed6b650e05dd058fddc1a43ae77885f53b194b9a");
    const auto got = open(file.copy());
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "wtelegramclient");
    EXPECT_EQ(got->variant, "file");
    EXPECT_EQ(got->active().dc, 2);
    EXPECT_EQ(got->active().endpoint, (Endpoint{"149.154.167.50", 443}));
    EXPECT_EQ(got->active().user.id, 123456789);
    EXPECT_EQ(got->active().api.id, 12345);
    EXPECT_EQ(got->active().api.hash, api_hash);
    EXPECT_TRUE(got->active().key == key_7i3());
    EXPECT_TRUE(got->warnings.empty());
}

TEST(WTelegramClient, WithoutItsHashItIsLocked) {
    const SecretBytes file = store_of(sealed(session(entry("2"))).view());
    const auto refused = read(Source::bytes(file.copy()));
    EXPECT_EQ(error_of(refused), ErrorCode::passcode_required);
    EXPECT_EQ(refused.error().secret, SecretKind::api_hash);
    const auto locked = read(Source::bytes(file.copy()), {.accept_locked = true});
    ASSERT_TRUE(locked) << locked.error().text();
    EXPECT_TRUE(locked->locked);
    EXPECT_EQ(locked->secret, SecretKind::api_hash);
    EXPECT_EQ(locked->format, "wtelegramclient");
    const std::string long_key(64, 'a');
    for (const std::string& wrong : {std::string(32, '0'), std::string("not a hash"), std::string(31, 'a'),
                                     long_key, std::string(32, 'x')}) {
        const auto got = open(file.copy(), wrong);
        EXPECT_EQ(error_of(got), ErrorCode::passcode_wrong) << wrong;
        EXPECT_EQ(got.error().secret, SecretKind::api_hash);
        const bool is_key = core::decode_api_hash(wrong).has_value();
        EXPECT_EQ(got.error().offset.has_value(), is_key)
            << "what is no key says nothing of the file: " << wrong;
    }
}

// A program may set session_key: what is longer than a hash opens the file and is none.
TEST(WTelegramClient, KeysThatStandForTheHash) {
    for (const std::size_t digits : {std::size_t{48}, std::size_t{64}}) {
        const std::string key(digits, 'e');
        EXPECT_TRUE(core::stands_for_api_hash(key));
        const auto got = open(store_of(sealed(session(entry("2")), key).view()), key);
        ASSERT_TRUE(got) << got.error().text();
        EXPECT_EQ(got->active().api.hash, std::nullopt);
        EXPECT_EQ(got->active().api.id, 12345);
    }
    EXPECT_FALSE(core::stands_for_api_hash(api_hash));
    EXPECT_FALSE(core::stands_for_api_hash(std::string(48, 'g')));
}

/// `blocks` behind a header that names one of them.
SecretBytes ring(const std::vector<SecretBytes>& blocks, std::size_t live) {
    std::size_t position = 8;
    for (std::size_t i = 0; i < live; ++i) position += blocks[i].size();
    core::Writer out;
    out.u32_le(static_cast<std::uint32_t>(position));
    out.u32_le(static_cast<std::uint32_t>(blocks[live].size()));
    for (const SecretBytes& block : blocks) out.bytes(block.view());
    return std::move(out).finish();
}

TEST(WTelegramClient, OnlyTheLiveBlockCounts) {
    for (std::size_t live = 0; live < 3; ++live) {
        std::vector<SecretBytes> blocks;
        for (int user = 1; user <= 3; ++user) {
            blocks.push_back(sealed("{\"UserId\":" + std::to_string(user) + ",\"MainDC\":2,\"DCSessions\":{" +
                                    entry("2") + "}}"));
        }
        const auto got = open(ring(blocks, live));
        ASSERT_TRUE(got) << got.error().text();
        EXPECT_EQ(got->active().user.id, static_cast<std::int64_t>(live) + 1);
    }
}

TEST(WTelegramClient, ABlockAloneIsReadWhenNamed) {
    const SecretBytes block = sealed(session(entry("2")));
    const auto unnamed = open(block.copy());
    EXPECT_EQ(error_of(unnamed), ErrorCode::unrecognised);
    EXPECT_NE(unnamed.error().message.find("--from wtelegramclient"), std::string::npos)
        << unnamed.error().message;
    const auto named = open(block.copy(), api_hash, "wtelegramclient");
    ASSERT_TRUE(named) << named.error().text();
    EXPECT_EQ(named->variant, "block without a header");
}

std::vector<std::uint8_t> bytes_of(const SecretBytes& secret) {
    return {secret.view().begin(), secret.view().end()};
}

TEST(WTelegramClient, OnlyItsOwnContainerIsRecognised) {
    const SecretBytes block = sealed(session(entry("2")));
    const auto good = bytes_of(store_of(block.view()));
    EXPECT_TRUE(is_store(good));
    const auto changed = [&](std::size_t i, std::uint8_t value) {
        auto bytes = good;
        bytes[i] = value;
        return bytes;
    };
    EXPECT_FALSE(is_store(changed(0, 7))) << "inside the header";
    EXPECT_FALSE(is_store(changed(0, 24))) << "ends behind the file";
    EXPECT_FALSE(is_store(changed(0, 9))) << "not where blocks begin";
    EXPECT_FALSE(is_store(changed(3, 0x80))) << "negative";
    EXPECT_FALSE(is_store(changed(4, static_cast<std::uint8_t>(good[4] + 1)))) << "no whole AES blocks";
    auto shorter = changed(4, 48);
    shorter[5] = 0;
    EXPECT_FALSE(is_store(shorter)) << "no room for a hash";
    auto longer = good;
    longer.push_back(0);
    EXPECT_FALSE(is_store(longer)) << "no whole AES blocks behind the header";
    EXPECT_FALSE(is_store(std::span(good).first(7)));
    std::vector<std::uint8_t> zeros(good.size());
    std::copy_n(good.begin(), 8, zeros.begin());
    EXPECT_FALSE(is_store(zeros)) << "nothing encrypted looks like that";
    // A bare auth key: 256 random bytes.
    EXPECT_FALSE(is_store(key_7i3().reveal()));
    EXPECT_EQ(error_of(open(SecretBytes(key_7i3().reveal()))), ErrorCode::unrecognised);
    // Behind three lengths of the newest block the library begins at 8 again.
    std::vector<SecretBytes> blocks;
    for (int i = 0; i < 4; ++i) blocks.push_back(block.copy());
    EXPECT_TRUE(is_store(ring(blocks, 2).view()));
    blocks.push_back(sealed("{}"));
    EXPECT_FALSE(is_store(ring(blocks, 4).view()));
}

TEST(WTelegramClient, FilesCutShortAreTold) {
    const SecretBytes whole = store_of(sealed(session(entry("2"))).view());
    for (const std::size_t size : {std::size_t{72}, std::size_t{100}, whole.size() - 16, whole.size() - 1}) {
        const auto got = open(SecretBytes(whole.view().first(size)));
        ASSERT_FALSE(got) << size;
        EXPECT_NE(got.error().message.find("cut short"), std::string::npos) << got.error().message;
    }
    EXPECT_FALSE(is_cut_store(whole.view()));
    auto zeros = bytes_of(whole);
    std::fill(zeros.begin() + 8, zeros.end(), std::uint8_t{0});
    zeros.resize(100);
    EXPECT_FALSE(is_cut_store(zeros)) << "nothing encrypted looks like that";
}

TEST(WTelegramClient, FilesWithoutABlock) {
    EXPECT_EQ(error_of(open(SecretBytes(), api_hash, "wtelegramclient")), ErrorCode::not_logged_in);
    EXPECT_EQ(error_of(open(SecretBytes(8), api_hash, "wtelegramclient")), ErrorCode::not_logged_in);
    EXPECT_EQ(
        error_of(open(SecretBytes(core::as_bytes("\x09\0\0\0\x40\0\0\0rest")), api_hash, "wtelegramclient")),
        ErrorCode::damaged);
}

TEST(WTelegramClient, DamageIsNotAWrongAnswer) {
    const SecretBytes file = store_of(sealed(session(entry("2"))).view());
    for (const std::size_t place : {std::size_t{8}, std::size_t{30}, std::size_t{100}, file.size() - 1}) {
        SecretBytes changed = file.copy();
        changed.edit()[place] ^= 1;
        EXPECT_EQ(error_of(open(std::move(changed))), ErrorCode::passcode_wrong) << place;
    }
}

TEST(WTelegramClient, FlagsAreNumbersOrNames) {
    const auto endpoint = [](const std::string& flags) {
        const auto got = open_json(session(entry("2", at(flags))));
        EXPECT_TRUE(got) << flags << ": " << got.error().text();
        return got && got->active().endpoint;
    };
    EXPECT_TRUE(endpoint("16"));
    EXPECT_TRUE(endpoint("\"static_\""));
    EXPECT_TRUE(endpoint("\"ipv6, static_\""));
    EXPECT_TRUE(endpoint("0"));
    EXPECT_FALSE(endpoint("18")) << "media servers";
    EXPECT_FALSE(endpoint("\"static_, media_only\""));
}

TEST(WTelegramClient, DcsOfMediaServers) {
    const auto both =
        open_json(session(entry("-2", at("2", "1.2.3.4"), sequence_key()) + "," + entry("2", at("16")) + "," +
                          entry("-4", "", sequence_key()) + "," + entry("5")));
    ASSERT_TRUE(both) << both.error().text();
    EXPECT_TRUE(both->active().key == key_7i3()) << "its own entry counts";
    EXPECT_EQ(both->active().endpoint, (Endpoint{"149.154.167.50", 443}));
    std::vector<std::int32_t> others;
    for (const DcKey& key : both->active().other_keys) others.push_back(key.dc);
    EXPECT_EQ(others, (std::vector<std::int32_t>{5, 4})) << "a media entry alone counts as well";
    const auto media = open_json(session(entry("-2", at("2", "1.2.3.4"))));
    ASSERT_TRUE(media) << media.error().text();
    EXPECT_EQ(media->active().endpoint, std::nullopt);
}

TEST(WTelegramClient, BrokenContent) {
    EXPECT_EQ(error_of(open_json("[]")), ErrorCode::damaged);
    EXPECT_EQ(error_of(open_json("nonsense")), ErrorCode::damaged);
    EXPECT_EQ(error_of(open_json("{}")), ErrorCode::not_logged_in);
    EXPECT_EQ(error_of(open_json("{\"DCSessions\":[]}")), ErrorCode::not_logged_in);
    EXPECT_EQ(error_of(open_json(session("\"2\":{}"))), ErrorCode::not_logged_in);
    EXPECT_EQ(error_of(open_json(session(entry("4")))), ErrorCode::not_logged_in) << "home is DC 2";
    EXPECT_EQ(error_of(open_json(session("\"2\":{\"AuthKey\":5}"))), ErrorCode::damaged);
    EXPECT_EQ(error_of(open_json(session("\"2\":{\"AuthKey\":\"??\"}"))), ErrorCode::damaged);
    const auto shorter = open_json(session("\"2\":{\"AuthKey\":\"QUJD\"}"));
    EXPECT_EQ(error_of(shorter), ErrorCode::damaged);
    EXPECT_NE(shorter.error().message.find("has 3 bytes"), std::string::npos) << shorter.error().message;
    const auto odd = open_json(session(entry("2", at("16", "nowhere")) + ",\"x\":{},\"0\":{},\"3\":7"));
    ASSERT_TRUE(odd) << odd.error().text();
    std::vector<std::string> codes;
    for (const Warning& warning : odd->warnings) codes.push_back(warning.code);
    EXPECT_EQ(codes, (std::vector<std::string>{"odd_address", "dcs_ignored"}));
}

Bundle complete() {
    Session session{.dc = 2, .key = key_7i3()};
    session.user.id = 123456789;
    session.api.id = 12345;
    session.api.hash = api_hash;
    session.other_keys.push_back({4, sequence_key()});
    Bundle bundle;
    bundle.sessions.push_back(std::move(session));
    return bundle;
}

TEST(WTelegramClient, WritesWhatOldReleasesNeedToo) {
    Session session = complete().active();
    session.endpoint = Endpoint{"149.154.167.51", 443};
    const SecretText text = session_text(session, session.other_keys, 7);
    EXPECT_EQ(
        reveal(text),
        "{\"ApiId\":12345,\"UserId\":123456789,\"MainDC\":2,\"DCSessions\":{\"2\":{\"Id\":7,"
        "\"AuthKeyID\":3587517436832175774,\"AuthKey\":\"" +
            key_text(key_7i3()) +
            "\",\"UserId\":123456789,\"DataCenter\":{\"flags\":16,\"id\":2,\"ip_address\":\"149.154.167.51\","
            "\"port\":443}},\"4\":{\"Id\":8,\"AuthKeyID\":-3972359982579920590,\"AuthKey\":\"" +
            key_text(sequence_key()) +
            "\",\"DataCenter\":{\"flags\":16,\"id\":4,\"ip_address\":\"149.154.167.91\",\"port\":443}}}}");
}

TEST(WTelegramClient, WrittenFilesHaveOneBlockAtTheFront) {
    const auto written = write_to_memory(complete(), "wtelegramclient");
    ASSERT_TRUE(written) << written.error().text();
    const auto bytes = written->files.at("").view();
    core::Cursor in(bytes);
    EXPECT_EQ(in.u32_le("position"), 8u);
    EXPECT_EQ(in.u32_le("length"), bytes.size() - 8);
    const auto got = open(written->files.at("").copy());
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().other_keys.size(), 1u);
}

TEST(WTelegramClient, WithoutAHashNothingIsWritten) {
    for (const std::string& hash : {std::string(), std::string("abc"), std::string(64, 'a')}) {
        Bundle bundle = complete();
        bundle.active().api.hash = hash.empty() ? std::nullopt : std::optional(hash);
        const auto written = write_to_memory(bundle, "wtelegramclient");
        ASSERT_FALSE(written) << hash;
        EXPECT_EQ(written.error().code, ErrorCode::missing_fact);
        EXPECT_NE(written.error().hint.find("--api-hash-file"), std::string::npos) << written.error().hint;
    }
}

}  // namespace
}  // namespace tgferry::test
