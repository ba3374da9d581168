// What vectors cannot say of MTKruto strings: the run-length code, and what the writer refuses.
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "core/base64.hpp"
#include "core/hex.hpp"
#include "formats/mtkruto/rle0.hpp"
#include "support/keys.hpp"

namespace tgferry::test {
namespace {

using formats::mtkruto::decode_rle0;
using formats::mtkruto::encode_rle0;

SecretBytes bytes_of(std::string_view hex) {
    auto bytes = core::decode_hex(hex);
    EXPECT_TRUE(bytes) << hex;
    return bytes ? std::move(*bytes) : SecretBytes();
}

std::string hex_of(const SecretBytes& bytes) {
    return std::string(reveal(core::encode_hex(bytes.view())));
}

TEST(Rle0, CodesZerosAlone) {
    EXPECT_EQ(hex_of(encode_rle0(bytes_of("01000200000003").view())),
              "010001020003"
              "03");
    EXPECT_EQ(hex_of(encode_rle0(bytes_of("").view())), "");
    EXPECT_EQ(hex_of(encode_rle0(SecretBytes(255).view())), "00ff");
    EXPECT_EQ(hex_of(encode_rle0(SecretBytes(256).view())), "00ff0001");
    EXPECT_EQ(hex_of(encode_rle0(SecretBytes(511).view())), "00ff00ff0001");
}

TEST(Rle0, RefusesZerosWithoutALength) {
    struct Case {
        std::string_view in, out;
        std::size_t fault;
    };
    for (const Case& c : {Case{"00", "", 0},
                          Case{"0102"
                               "00",
                               "0102", 2},
                          Case{"05"
                               "0000"
                               "07",
                               "05", 1},
                          Case{"0002"
                               "0000",
                               "0000", 2}}) {
        const auto decoded = decode_rle0(bytes_of(c.in).view(), 100);
        EXPECT_EQ(decoded.fault_at, c.fault) << c.in;
        EXPECT_EQ(hex_of(decoded.bytes), c.out) << c.in;
    }
}

TEST(Rle0, StopsAtItsLimit) {
    EXPECT_TRUE(decode_rle0(bytes_of("0005").view(), 4).too_long);
    EXPECT_FALSE(decode_rle0(bytes_of("0004").view(), 4).too_long);
    EXPECT_TRUE(decode_rle0(bytes_of("000401").view(), 4).too_long);
    SecretBytes many(60'000);
    for (auto& byte : many.edit()) byte = 0xff;
    for (std::size_t i = 0; i < many.size(); i += 2) many.edit()[i] = 0;
    EXPECT_EQ(decode_rle0(many.view(), 4096).bytes.size(), 4080u);
}

TEST(Rle0, UndoesItself) {
    Rng rng(11);
    for (int run = 0; run < 500; ++run) {
        SecretBytes bytes(rng.below(700));
        const bool sparse = rng.chance(50);
        for (auto& byte : bytes.edit()) byte = rng.chance(sparse ? 3 : 90) ? rng.byte() : std::uint8_t{0};
        const auto back = decode_rle0(encode_rle0(bytes.view()).view(), 700);
        EXPECT_EQ(back.fault_at, std::nullopt);
        EXPECT_FALSE(back.too_long);
        ASSERT_TRUE(back.bytes == bytes);
    }
}

Session full() {
    Session session{.dc = 2, .key = sequence_key()};
    session.api.id = 2040;
    session.user.id = 123456789;
    session.user.is_bot = false;
    return session;
}

Error refusal(const Session& session) {
    const auto text = to_string(session, "mtkruto-string");
    EXPECT_FALSE(text) << "was written";
    return text ? Error{} : text.error();
}

TEST(MtkrutoString, NamesEveryFactThatIsMissing) {
    Session session{.dc = 2, .key = sequence_key()};
    const Error all = refusal(session);
    EXPECT_EQ(all.code, ErrorCode::missing_fact);
    for (const char* option : {"--api-id", "--user-id", "--bot or --user"}) {
        EXPECT_NE(all.hint.find(option), std::string::npos) << all.hint;
    }
    session.api.id = 6;
    EXPECT_EQ(refusal(session).hint.find("--api-id"), std::string::npos);
}

TEST(MtkrutoString, RefusesWhatMtkrutoCannotHold) {
    for (const std::int32_t id : {0, -1}) {
        Session session = full();
        session.api.id = id;
        EXPECT_EQ(refusal(session).code, ErrorCode::missing_fact);
        EXPECT_NE(refusal(session).hint.find("--api-id"), std::string::npos);
    }
    for (const std::int64_t id : {std::int64_t{0}, std::int64_t{-5}, std::int64_t{1} << 53}) {
        Session session = full();
        session.user.id = id;
        EXPECT_EQ(refusal(session).code, ErrorCode::missing_fact);
        EXPECT_NE(refusal(session).hint.find("--user-id"), std::string::npos);
    }
    for (const auto& [dc, test] : {std::pair{6, false}, std::pair{4, true}, std::pair{203, false}}) {
        Session session = full();
        session.dc = dc;
        session.test = test;
        EXPECT_EQ(refusal(session).code, ErrorCode::missing_fact);
        EXPECT_NE(refusal(session).hint.find("--dc"), std::string::npos);
    }
}

TEST(MtkrutoString, TellsGenerationsByWhatFollowsTheKey) {
    // 268 bytes are a first generation of a test DC and a second one of a production DC.
    const auto raw = [](std::string_view dc_hex, std::string_view tail_hex) {
        std::string hex = std::string(dc_hex) + "fe000100";
        hex += reveal(core::encode_hex(sequence_key().reveal()));
        hex += tail_hex;
        return bytes_of(hex);
    };
    const auto variant_of = [](const SecretBytes& record) {
        const auto encoded = encode_rle0(record.view());
        const auto text = core::encode_base64(encoded.view(), core::Alphabet::url, core::Padding::strip);
        const auto bundle = read(Source::text(reveal(text)));
        return bundle ? bundle->variant : bundle.error().text();
    };
    const auto first = raw("06322d7465737400", "");
    const auto second = raw("01320000", "f8070000");
    EXPECT_EQ(first.size(), second.size());
    EXPECT_EQ(variant_of(first), "generation 1");
    EXPECT_EQ(variant_of(second), "generation 2");
    EXPECT_EQ(variant_of(raw("01320000",
                             "f807000000"
                             "15cd5b0700000000")),
              "generation 3");
}

TEST(MtkrutoString, LeavesZeroFactsUnknown) {
    const auto record =
        bytes_of("01320000fe000100" + std::string(reveal(core::encode_hex(sequence_key().reveal()))) +
                 "00000000"
                 "02"
                 "0000000000000000");
    const auto encoded = encode_rle0(record.view());
    const auto text = core::encode_base64(encoded.view(), core::Alphabet::url, core::Padding::strip);
    const auto bundle = read(Source::text(reveal(text)));
    ASSERT_TRUE(bundle) << bundle.error().text();
    EXPECT_EQ(bundle->active().api.id, std::nullopt);
    EXPECT_EQ(bundle->active().user.id, std::nullopt);
    EXPECT_EQ(bundle->active().user.is_bot, true);
}

/// Cut behind the key's length it is damaged, never another generation, except exactly at a generation's end.
TEST(MtkrutoString, EveryCutIsSeen) {
    const auto text = to_string(full(), "mtkruto-string");
    ASSERT_TRUE(text);
    const auto encoded = core::decode_base64(reveal(text->text));
    ASSERT_TRUE(encoded);
    std::vector<std::size_t> read_at;
    for (std::size_t size = 1; size < encoded->bytes.size(); ++size) {
        const auto cut =
            core::encode_base64(encoded->bytes.view().first(size), core::Alphabet::url, core::Padding::strip);
        const auto bundle = read(Source::text(reveal(cut)));
        if (bundle) {
            EXPECT_EQ(bundle->format, "mtkruto-string");
            read_at.push_back(size);
        }
    }
    // Behind the key. The api id's last zeros and the bot flag make one run, so nothing ends behind the api
    // id.
    EXPECT_EQ(read_at, std::vector<std::size_t>{265});
}

}  // namespace
}  // namespace tgferry::test
