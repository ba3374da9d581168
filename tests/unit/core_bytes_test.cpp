// The cursor, the writer, hexadecimal and base64.
#include <gtest/gtest.h>

#include "core/base64.hpp"
#include "core/cursor.hpp"
#include "core/hex.hpp"
#include "core/writer.hpp"
#include "support/naive_base64.hpp"
#include "support/rng.hpp"

namespace tgferry::core {
namespace {

using test::Rng;

std::vector<std::uint8_t> random_bytes(Rng& rng, std::size_t size) {
    std::vector<std::uint8_t> bytes(size);
    for (auto& byte : bytes) byte = rng.byte();
    return bytes;
}

TEST(Cursor, ReadsBothByteOrders) {
    const std::array<std::uint8_t, 12> bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    EXPECT_EQ(Cursor(bytes).u8("x"), 0x01);
    EXPECT_EQ(Cursor(bytes).u16_be("x"), 0x0102);
    EXPECT_EQ(Cursor(bytes).u32_be("x"), 0x01020304u);
    EXPECT_EQ(Cursor(bytes).u64_be("x"), 0x0102030405060708u);
    EXPECT_EQ(Cursor(bytes).u32_le("x"), 0x04030201u);
    EXPECT_EQ(Cursor(bytes).u64_le("x"), 0x0807060504030201u);
    const std::array<std::uint8_t, 8> ones = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    EXPECT_EQ(Cursor(ones).i32_le("x"), -1);
    EXPECT_EQ(Cursor(ones).i64_le("x"), -1);
}

TEST(Cursor, NeverReadsPastTheEnd) {
    const std::array<std::uint8_t, 3> bytes = {1, 2, 3};
    Cursor in(bytes);
    EXPECT_EQ(in.u8("first"), 1);
    EXPECT_EQ(in.u32_be("second"), 0u);
    EXPECT_FALSE(in.ok());
    EXPECT_EQ(in.u8("third"), 0) << "a failed cursor gives nothing more";
    EXPECT_TRUE(in.take(1, "fourth").empty());
    EXPECT_EQ(in.offset(), 1u) << "a failed read moves nothing";
    const Error error = in.failure("made-up").error();
    EXPECT_EQ(error.code, ErrorCode::damaged);
    EXPECT_EQ(error.offset, 1u);
    EXPECT_EQ(error.message, "made-up: cut short in the second: 4 bytes wanted, 2 left");
}

TEST(Cursor, TakesHugeLengthsForWhatTheyAre) {
    const std::array<std::uint8_t, 4> bytes{};
    Cursor in(bytes);
    (void)in.u8("x");
    EXPECT_TRUE(in.take(SIZE_MAX, "all").empty());
    EXPECT_FALSE(in.ok());
}

TEST(Cursor, KeepsTheFirstRejection) {
    const std::array<std::uint8_t, 4> bytes{};
    Cursor in(bytes);
    in.reject("flag", 2);
    in.reject("other", 3);
    EXPECT_EQ(in.u8("x"), 0);
    const Error error = in.failure("made-up").error();
    EXPECT_EQ(error.offset, 2u);
    EXPECT_EQ(error.message, "made-up: the flag is not what the format allows");
}

TEST(Cursor, ReadsTlBytes) {
    const std::vector<std::uint8_t> shorter = {3, 'a', 'b', 'c', 2, 'd', 'e', 0};
    Cursor in(shorter);
    EXPECT_EQ(as_text(in.tl_bytes("one")), "abc");
    EXPECT_EQ(as_text(in.tl_bytes("two")), "de");
    EXPECT_EQ(in.left(), 0u);
    EXPECT_TRUE(in.ok());
    for (const std::vector<std::uint8_t>& bad :
         std::vector<std::vector<std::uint8_t>>{{},
                                                {1},
                                                {2, 'a', 'b'},
                                                {0xfe, 1},
                                                {0xfe, 1, 0, 0},
                                                {0xfe, 0xff, 0xff, 0xff, 0},
                                                {0xff, 0, 0, 0}}) {
        Cursor broken(bad);
        EXPECT_TRUE(broken.tl_bytes("x").empty());
        EXPECT_FALSE(broken.ok()) << bad.size();
    }
}

TEST(Writer, WritesWhatTheCursorReads) {
    Writer out(1);
    out.u8(0xfe);
    out.u16_be(0x1234);
    out.u32_be(0xdeadbeef);
    out.u64_be(0x0123456789abcdef);
    out.u32_le(0xdeadbeef);
    out.u64_le(0x0123456789abcdef);
    out.i32_le(INT32_MIN);
    out.i64_le(INT64_MIN);
    out.text("end");
    const SecretBytes bytes = std::move(out).finish();
    Cursor in(bytes.view());
    EXPECT_EQ(in.u8("x"), 0xfe);
    EXPECT_EQ(in.u16_be("x"), 0x1234);
    EXPECT_EQ(in.u32_be("x"), 0xdeadbeefu);
    EXPECT_EQ(in.u64_be("x"), 0x0123456789abcdefu);
    EXPECT_EQ(in.u32_le("x"), 0xdeadbeefu);
    EXPECT_EQ(in.u64_le("x"), 0x0123456789abcdefu);
    EXPECT_EQ(in.i32_le("x"), INT32_MIN);
    EXPECT_EQ(in.i64_le("x"), INT64_MIN);
    EXPECT_EQ(as_text(in.take(3, "x")), "end");
    EXPECT_EQ(in.left(), 0u);
}

TEST(Writer, TlBytesOfEveryLengthComeBack) {
    Rng rng(1);
    for (const std::size_t size :
         std::initializer_list<std::size_t>{0, 1, 2, 3, 4, 252, 253, 254, 255, 256, 257, 70'000}) {
        const auto body = random_bytes(rng, size);
        Writer out;
        out.u8(7);  // the padding counts from the field, not from the start
        out.tl_bytes(body);
        EXPECT_EQ((out.size() - 1) % 4, 0u) << size;
        Cursor in(out.view());
        (void)in.u8("x");
        EXPECT_TRUE(std::ranges::equal(in.tl_bytes("body"), body)) << size;
        EXPECT_TRUE(in.ok());
        EXPECT_EQ(in.left(), 0u);
    }
}

TEST(Hex, EveryCharacterInEveryPlace) {
    const std::string good = "0123456789abcdefABCDEF";
    for (int c = 0; c < 256; ++c) {
        const char character = static_cast<char>(c);
        const bool is_digit = good.find(character) != std::string::npos;
        EXPECT_EQ(decode_hex(std::string{character, '0'}).has_value(), is_digit) << c;
        EXPECT_EQ(decode_hex(std::string{'0', character}).has_value(), is_digit) << c;
    }
    EXPECT_FALSE(decode_hex("abc"));
    EXPECT_TRUE(decode_hex("")->empty());
}

TEST(Hex, EveryByteComesBack) {
    std::vector<std::uint8_t> all(256);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i);
    const SecretText text = encode_hex(all);
    EXPECT_TRUE(reveal(text).starts_with("000102"));
    EXPECT_TRUE(reveal(text).ends_with("fdfeff"));
    EXPECT_TRUE(std::ranges::equal(decode_hex(reveal(text))->view(), all));
    EXPECT_EQ(decode_hex("fF")->view()[0], 0xff);
}

std::string encoded(std::string_view text, Alphabet alphabet, Padding padding) {
    return std::string(reveal(encode_base64(as_bytes(text), alphabet, padding)));
}

TEST(Base64, TheVectorsOfRfc4648) {
    const std::map<std::string, std::string> vectors = {{"", ""},
                                                        {"f", "Zg=="},
                                                        {"fo", "Zm8="},
                                                        {"foo", "Zm9v"},
                                                        {"foob", "Zm9vYg=="},
                                                        {"fooba", "Zm9vYmE="},
                                                        {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, text] : vectors) {
        EXPECT_EQ(encoded(plain, Alphabet::standard, Padding::keep), text);
        EXPECT_EQ(encoded(plain, Alphabet::url, Padding::strip), text.substr(0, text.find('=')));
        EXPECT_EQ(as_text(decode_base64(text)->bytes.view()), plain);
    }
    EXPECT_EQ(reveal(encode_base64(as_bytes("foo"), Alphabet::url, Padding::keep, "1")), "1Zm9v");
}

TEST(Base64, SaysWhichAlphabetAndPaddingItSaw) {
    const auto standard = decode_base64("+/8=");
    EXPECT_TRUE(standard->standard && !standard->url);
    EXPECT_EQ(standard->padding, 1u);
    const auto url = decode_base64("-_8");
    EXPECT_TRUE(url->url && !url->standard);
    EXPECT_EQ(url->padding, 0u);
    EXPECT_TRUE(url->bytes == standard->bytes);
    const auto neither = decode_base64("AAAA");
    EXPECT_FALSE(neither->url || neither->standard);
}

/// Every character in every place of a block and of the rest behind it, against the plain decoder.
TEST(Base64, EveryCharacterInEveryPlace) {
    for (const std::size_t size : std::initializer_list<std::size_t>{2, 3, 4, 15, 16, 17, 18, 19, 31, 34}) {
        for (std::size_t place = 0; place < size; ++place) {
            for (int c = 0; c < 256; ++c) {
                std::string text(size, 'Q');
                text[place] = static_cast<char>(c);
                const auto fast = decode_base64(text);
                const auto plain = test::naive_base64(text);
                ASSERT_EQ(fast.has_value(), plain.has_value())
                    << "byte " << c << " at " << place << " of " << size;
                ASSERT_TRUE(!fast || std::ranges::equal(fast->bytes.view(), *plain));
            }
        }
    }
}

/// Whole blocks, and every rest that is padded to one.
TEST(Base64, EveryLength) {
    Rng rng(3);
    for (std::size_t size = 0; size <= 200; ++size) {
        const auto bytes = random_bytes(rng, size);
        for (const auto alphabet : {Alphabet::standard, Alphabet::url}) {
            const SecretText text = encode_base64(bytes, alphabet, Padding::strip, "prefix");
            ASSERT_TRUE(reveal(text).starts_with("prefix"));
            const std::string plain(reveal(text).substr(6));
            ASSERT_EQ(plain.size(), (size * 8 + 5) / 6);
            ASSERT_EQ(test::naive_base64(plain), bytes) << "size " << size;
            const auto back = decode_base64(plain);
            ASSERT_TRUE(back && std::ranges::equal(back->bytes.view(), bytes)) << "size " << size;
            ASSERT_EQ(back->standard, plain.find_first_of("+/") != std::string::npos) << plain;
            ASSERT_EQ(back->url, plain.find_first_of("-_") != std::string::npos) << plain;
        }
    }
}

TEST(Base64, EachCharacterThatTellsTheAlphabet) {
    for (std::size_t size = 2; size <= 67; ++size) {
        if (size % 4 == 1) continue;
        for (std::size_t place = 0; place < size; ++place) {
            for (const char c : {'+', '/', '-', '_', 'O', 'o', 'Z', '9'}) {
                std::string text(size, 'A');
                text[place] = c;
                const auto decoded = decode_base64(text);
                ASSERT_TRUE(decoded) << text;
                ASSERT_EQ(decoded->standard, c == '+' || c == '/') << text;
                ASSERT_EQ(decoded->url, c == '-' || c == '_') << text;
            }
        }
    }
}

TEST(Base64, AgreesWithThePlainDecoderOnRandomInput) {
    Rng rng(2);
    for (int run = 0; run < test::runs(3000); ++run) {
        const auto bytes = random_bytes(rng, rng.below(400));
        const auto alphabet = rng.pick({Alphabet::standard, Alphabet::url});
        const auto padding = rng.pick({Padding::keep, Padding::strip});
        const SecretText text = encode_base64(bytes, alphabet, padding);
        ASSERT_EQ(test::naive_base64(reveal(text)), bytes) << "run " << run;
        ASSERT_TRUE(std::ranges::equal(decode_base64(reveal(text))->bytes.view(), bytes)) << "run " << run;
    }
}

TEST(Base64, LengthsThatNoEncoderMakes) {
    EXPECT_FALSE(decode_base64("A"));
    EXPECT_FALSE(decode_base64("AAAAA"));
    EXPECT_FALSE(decode_base64("AA===="));
    EXPECT_TRUE(decode_base64("AA===")) << "too much padding is forgiven up to three";
    EXPECT_FALSE(decode_base64("A=A=")) << "padding inside is none";
}

}  // namespace
}  // namespace tgferry::core
