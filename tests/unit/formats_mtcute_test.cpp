// What vectors cannot say of mtcute strings: the bytes of the writer, and what it refuses.
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "core/base64.hpp"
#include "core/hex.hpp"
#include "support/keys.hpp"

namespace tgferry::test {
namespace {

Session plain() {
    return Session{.dc = 2, .key = sequence_key(), .endpoint = Endpoint{"149.154.167.50", 443}};
}

/// The record in hex, without the key.
std::string head(const Session& session) {
    const auto text = to_string(session, "mtcute-string");
    if (!text) return text.error().text();
    const auto record = core::decode_base64(reveal(text->text));
    if (!record || record->bytes.size() < AuthKey::size) return "no record";
    const auto bytes = record->bytes.view();
    EXPECT_TRUE(std::ranges::equal(bytes.last(AuthKey::size), session.key.reveal()));
    return std::string(reveal(core::encode_hex(bytes.first(bytes.size() - AuthKey::size))));
}

Error refusal(const Session& session) {
    const auto text = to_string(session, "mtcute-string");
    EXPECT_FALSE(text) << "was written";
    return text ? Error{} : text.error();
}

TEST(MtcuteString, WritesWhatOldAndNewReadersAccept) {
    const std::string dc = "170102000e3134392e3135342e3136372e353000bb010000";
    EXPECT_EQ(head(plain()), "0300000000" + dc + "fe000100");

    Session full = plain();
    full.test = true;
    full.endpoint = Endpoint{"149.154.167.40", 443};
    full.media_endpoint = full.endpoint;
    full.user.id = 5000000001;
    full.user.is_bot = true;
    EXPECT_EQ(head(full),
              "0307000000"
              "170102000e3134392e3135342e3136372e343000bb010000"
              "170102020e3134392e3135342e3136372e343000bb010000"
              "01f2052a01000000b5757299fe000100");

    Session v6 = plain();
    v6.endpoint = Endpoint{"2001:67c:4e8:f002::a", 65535};
    EXPECT_EQ(head(v6).substr(0, 18), "03000000001f010201");
}

TEST(MtcuteString, NeedsNoMediaDc) {
    const auto text = to_string(plain(), "mtcute-string");
    ASSERT_TRUE(text);
    const auto back = read(Source::text(reveal(text->text)));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->active().media_endpoint, std::nullopt);
}

TEST(MtcuteString, ReadsTheMediaDc) {
    Session session = plain();
    session.media_endpoint = Endpoint{"149.154.167.222", 80};
    const auto text = to_string(session, "mtcute-string");
    ASSERT_TRUE(text);
    const auto back = read(Source::text(reveal(text->text)));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->active().media_endpoint, session.media_endpoint);
}

TEST(MtcuteString, WritesUserIdAndBotFlagTogetherOrSaysWhatIsLost) {
    Session only_id = plain();
    only_id.user.id = 777000;
    const auto text = to_string(only_id, "mtcute-string");
    ASSERT_TRUE(text) << text.error().text();
    EXPECT_EQ(head(only_id), head(plain()));
    EXPECT_EQ(text->loss.dropped, FieldSet{Field::user_id});
    EXPECT_FALSE(text->loss.unknown.has(Field::user_id));
    EXPECT_TRUE(text->loss.unknown.has(Field::is_bot));
    ASSERT_EQ(text->loss.warnings.size(), 1u);
    EXPECT_EQ(text->loss.warnings[0].code, "incomplete");
    EXPECT_NE(text->loss.warnings[0].message.find("--bot or --user"), std::string::npos);

    const auto strict = to_string(only_id, "mtcute-string", {.strict = true});
    ASSERT_FALSE(strict);
    EXPECT_EQ(strict.error().code, ErrorCode::lossy);

    Session only_bot = plain();
    only_bot.user.is_bot = true;
    const auto other = to_string(only_bot, "mtcute-string");
    ASSERT_TRUE(other);
    EXPECT_EQ(other->loss.dropped, FieldSet{Field::is_bot});
    EXPECT_NE(other->loss.warnings.at(0).message.find("--user-id"), std::string::npos);

    only_id.user.is_bot = false;
    const auto both = to_string(only_id, "mtcute-string");
    ASSERT_TRUE(both);
    EXPECT_TRUE(both->loss.dropped.empty());
    EXPECT_TRUE(both->loss.warnings.empty());
}

TEST(MtcuteString, RefusesWhatMtcuteCannotHold) {
    Session long_name = plain();
    long_name.endpoint = Endpoint{std::string(55, 'a'), 443};
    EXPECT_TRUE(to_string(long_name, "mtcute-string"));
    long_name.endpoint = Endpoint{std::string(56, 'a'), 443};
    EXPECT_EQ(refusal(long_name).code, ErrorCode::missing_fact);
    EXPECT_NE(refusal(long_name).hint.find("--host"), std::string::npos);

    Session media = plain();
    media.media_endpoint = Endpoint{std::string(56, 'a'), 443};
    EXPECT_EQ(refusal(media).code, ErrorCode::missing_fact);
    EXPECT_NE(refusal(media).message.find("media address"), std::string::npos);

    Session wide = plain();
    wide.user = User{.id = std::int64_t{1} << 52,
                     .is_bot = false,
                     .is_premium = {},
                     .phone = {},
                     .first_name = {},
                     .last_name = {}};
    EXPECT_TRUE(to_string(wide, "mtcute-string"));
    wide.user.id = (std::int64_t{1} << 52) + 1;
    EXPECT_EQ(refusal(wide).code, ErrorCode::missing_fact);
    EXPECT_NE(refusal(wide).hint.find("--user-id"), std::string::npos);

    Session dc = plain();
    dc.dc = 256;
    EXPECT_NE(refusal(dc).hint.find("--dc"), std::string::npos);
}

TEST(MtcuteString, IgnoresAMediaDcOfAnotherHome) {
    Session session = plain();
    session.media_endpoint = Endpoint{"149.154.167.222", 443};
    const auto text = to_string(session, "mtcute-string");
    ASSERT_TRUE(text);
    auto record = core::decode_base64(reveal(text->text));
    ASSERT_TRUE(record);
    record->bytes.edit()[5 + 24 + 2] = 4;  // the second DC's id
    const auto changed = core::encode_base64(record->bytes.view(), core::Alphabet::url, core::Padding::strip);
    const auto back = read(Source::text(reveal(changed)));
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(back->active().media_endpoint, std::nullopt);
    ASSERT_FALSE(back->warnings.empty());
    EXPECT_EQ(back->warnings[0].code, "media_dc_ignored");
}

/// A string cut anywhere behind its DC is known as mtcute's and damaged; before that it is not read as
/// anything.
TEST(MtcuteString, SaysWhereItWasCut) {
    Session session = plain();
    session.user.id = 777000;
    session.user.is_bot = false;
    const auto text = to_string(session, "mtcute-string");
    ASSERT_TRUE(text);
    const auto record = core::decode_base64(reveal(text->text));
    ASSERT_TRUE(record);
    constexpr std::size_t behind_dc = 5 + 24;
    for (std::size_t size = 1; size < record->bytes.size(); ++size) {
        const auto cut =
            core::encode_base64(record->bytes.view().first(size), core::Alphabet::url, core::Padding::strip);
        const auto back = read(Source::text(reveal(cut)));
        ASSERT_FALSE(back) << size;
        EXPECT_EQ(back.error().code, size < behind_dc ? ErrorCode::unrecognised : ErrorCode::damaged) << size;
        if (size < behind_dc) continue;
        ASSERT_TRUE(back.error().offset) << size;
        EXPECT_LE(*back.error().offset, size);
        EXPECT_NE(back.error().message.find("cut short"), std::string::npos) << back.error().message;
    }
}

}  // namespace
}  // namespace tgferry::test
