// Addresses, the DC table, pasted text and JSON.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <tgferry/dc.hpp>

#include "core/ip.hpp"
#include "core/json.hpp"
#include "core/json_text.hpp"
#include "core/pasted_text.hpp"
#include "core/plain_text.hpp"
#include "core/text_encoding.hpp"
#include "core/text_tokens.hpp"

namespace tgferry::core {
namespace {

std::string normal_v6(std::string_view text) {
    const auto ip = parse_ipv6(text);
    return ip ? format_ip(*ip) : "none";
}

TEST(Ip, V4IsFourDecimalBytes) {
    EXPECT_EQ(parse_ipv4("149.154.167.51"), (Ipv4{149, 154, 167, 51}));
    EXPECT_EQ(format_ip(Ipv4{0, 255, 1, 10}), "0.255.1.10");
    for (const char* bad : {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4 ", "1.2.3.-4",
                            "1..2.3", "1.2.3.4.", "0x1.2.3.4", "1.2.3.1000", "a.b.c.d", "::1.2.3.4"}) {
        EXPECT_FALSE(parse_ipv4(bad)) << bad;
    }
}

TEST(Ip, V6InAnySpellingBecomesRfc5952) {
    EXPECT_EQ(normal_v6("2001:067C:04e8:F002::A"), "2001:67c:4e8:f002::a");
    EXPECT_EQ(normal_v6("2001:67c:4e8:f002:0:0:0:a"), "2001:67c:4e8:f002::a");
    EXPECT_EQ(normal_v6("::"), "::");
    EXPECT_EQ(normal_v6("::1"), "::1");
    EXPECT_EQ(normal_v6("1::"), "1::");
    EXPECT_EQ(normal_v6("::ffff:149.154.167.51"), "::ffff:959a:a733");
    EXPECT_EQ(normal_v6("1:0:0:2:0:0:0:3"), "1:0:0:2::3") << "the longest run is shortened";
    EXPECT_EQ(normal_v6("1:0:0:2:0:0:3:4"), "1::2:0:0:3:4") << "the first of equal runs is shortened";
    EXPECT_EQ(normal_v6("1:0:2:3:4:5:6:7"), "1:0:2:3:4:5:6:7") << "a single group is not shortened";
    EXPECT_EQ(normal_v6("0:0:0:0:0:0:0:0"), "::");
    EXPECT_EQ(normal_v6("1:2:3:4:5:6:7::"), "1:2:3:4:5:6:7:0");
}

TEST(Ip, V6RefusesTheRest) {
    for (const char* bad : {"",
                            ":",
                            ":::",
                            "1",
                            "1:2:3:4:5:6:7",
                            "1:2:3:4:5:6:7:8:9",
                            "1::2::3",
                            "12345::",
                            "g::",
                            "[::1]",
                            "::1%eth0",
                            ":1:2:3:4:5:6:7",
                            "1:2:3:4:5:6:7:",
                            "1:2:3:4:5:6:7:8::",
                            "::1.2.3",
                            "1.2.3.4::",
                            "1:2:3:4:5:6:7:1.2.3.4",
                            "-1::",
                            "+1::",
                            " ::1"}) {
        EXPECT_FALSE(parse_ipv6(bad)) << bad;
    }
}

TEST(Ip, HostNames) {
    EXPECT_TRUE(is_host_name("vesta.web.telegram.org"));
    EXPECT_FALSE(is_host_name(""));
    EXPECT_FALSE(is_host_name("a b"));
    EXPECT_FALSE(is_host_name("a_b"));
    EXPECT_FALSE(is_host_name(std::string(254, 'a')));
    EXPECT_TRUE(is_host_name(std::string(253, 'a')));
}

/// The table is its own inverse: what it gives for a DC is recognised as that DC.
TEST(DcTable, KnowsItsOwnAddresses) {
    for (const bool is_test : {false, true}) {
        for (std::int32_t dc = 1; dc <= (is_test ? 3 : 5); ++dc) {
            for (const auto ip : {IpVersion::v4, IpVersion::v6}) {
                for (const auto purpose : {DcPurpose::main, DcPurpose::media}) {
                    const auto endpoint = dc_endpoint(dc, is_test, ip, purpose);
                    ASSERT_TRUE(endpoint) << dc;
                    EXPECT_EQ(guess_dc(endpoint->host), (DcGuess{dc, is_test})) << endpoint->host;
                    EXPECT_EQ(endpoint->port, is_test ? 80 : 443);
                    EXPECT_EQ(parse_ipv6(endpoint->host).has_value(), ip == IpVersion::v6);
                }
            }
        }
    }
    EXPECT_FALSE(dc_endpoint(4, true));
    EXPECT_FALSE(dc_endpoint(0, false));
    EXPECT_FALSE(dc_endpoint(6, false));
    EXPECT_TRUE(dc_endpoint(203, false));
}

TEST(DcTable, RecognisesWhatOthersWrite) {
    EXPECT_EQ(guess_dc("149.154.167.50"), (DcGuess{2, false}));
    EXPECT_EQ(guess_dc("149.154.167.92"), (DcGuess{4, false}));
    EXPECT_EQ(guess_dc("91.108.56.7"), (DcGuess{5, false}));
    EXPECT_EQ(guess_dc("vesta.web.telegram.org"), (DcGuess{4, false}));
    EXPECT_EQ(guess_dc("pluto-1.web.telegram.org"), (DcGuess{1, false}));
    EXPECT_EQ(guess_dc("zws5.web.telegram.org"), (DcGuess{5, false}));
    EXPECT_EQ(guess_dc("2001:067c:04e8:f002:0000:0000:0000:000a"), (DcGuess{2, false}));
    EXPECT_EQ(guess_dc("2001:67c:4e8:f002::e"), (DcGuess{2, true}));
    for (const char* unknown : {"", "127.0.0.1", "91.108.56", "example.org", "zws6.web.telegram.org",
                                "web.telegram.org", "::1", "91.108.56.999"}) {
        EXPECT_FALSE(guess_dc(unknown)) << unknown;
    }
    EXPECT_TRUE(is_known_dc(5, false) && is_known_dc(3, true));
    EXPECT_FALSE(is_known_dc(0, false) || is_known_dc(6, false) || is_known_dc(4, true) ||
                 is_known_dc(203, false));
}

constexpr std::string_view token = "1AgAAAAABuwAAAQIDBAUGBwgJCg==";

/// The remarks' codes, in order.
std::string remarks(const PastedText& pasted) {
    std::string out;
    for (const Warning& warning : pasted.forgiven) out += (out.empty() ? "" : " ") + warning.code;
    return out;
}

struct Paste {
    std::string raw;
    std::string codes;
};

TEST(PastedText, IsForgiven) {
    const std::string t(token);
    const std::vector<Paste> pastes = {
        {t, ""},
        {t + "\n", ""},
        {t + "\r\n", ""},
        {"\xef\xbb\xbf" + t, ""},
        {"  " + t + "\t", "space_trimmed"},
        {t + "\n\n", "space_trimmed"},
        {"SESSION=" + t, "name_removed"},
        {"session_string: " + t, "name_removed"},
        {"export SESSION = " + t, "name_removed"},
        {"\"" + t + "\"", "quotes_removed"},
        {"'" + t + "';", "quotes_removed"},
        {"`" + t + "`,", "quotes_removed"},
        {t.substr(0, 10) + "\n" + t.substr(10), "lines_joined"},
        {" export X='" + t.substr(0, 10) + "\r\n " + t.substr(10) + "' \n",
         "space_trimmed name_removed quotes_removed lines_joined"},
    };
    for (const Paste& paste : pastes) {
        const PastedText got = clean_pasted(paste.raw);
        EXPECT_EQ(reveal(got.text), token) << paste.raw;
        EXPECT_EQ(remarks(got), paste.codes) << paste.raw;
    }
}

TEST(PastedText, KnowsTheSpacesAndQuotesOfAllScripts) {
    const std::string t(token), half = t.substr(0, 10), rest = t.substr(10);
    const std::vector<Paste> pastes = {
        {"\u00a0" + t + "\u3000", "space_trimmed"},
        {half + "\u2028" + rest, "lines_joined"},
        {half + "\u200b" + rest, "invisible_removed"},
        {"\u202a" + t + "\u202c", "invisible_removed"},
        {"\u201c" + t + "\u201d", "quotes_removed"},
        {"\u00ab" + t + "\u00bb.", "quotes_removed"},
        {"$env:X = '" + t + "'", "name_removed quotes_removed"},
        {"set X=" + t, "name_removed"},
        {"const s = `" + t + "`;", "name_removed quotes_removed"},
        {"s := \"" + t + "\"", "name_removed quotes_removed"},
    };
    for (const Paste& paste : pastes) {
        const PastedText got = clean_pasted(paste.raw);
        EXPECT_EQ(reveal(got.text), token) << paste.raw;
        EXPECT_EQ(remarks(got), paste.codes) << paste.raw;
    }
}

TEST(TextEncoding, Utf16IsToldByItsMarkOrItsZeros) {
    const auto bytes = [](std::initializer_list<int> values) {
        std::vector<std::uint8_t> out;
        for (const int value : values) out.push_back(static_cast<std::uint8_t>(value));
        return out;
    };
    const auto read = [&](std::initializer_list<int> values) {
        const auto all = bytes(values);
        return std::string(reveal(from_utf16(all, encoding_of(all))));
    };
    EXPECT_EQ(read({0xff, 0xfe, 'a', 0, 0x10, 0x04}), "a\u0410");
    EXPECT_EQ(read({0xfe, 0xff, 0, 'a', 0x04, 0x10}), "a\u0410");
    EXPECT_EQ(read({'a', 0, 'b', 0}), "ab");
    EXPECT_EQ(read({0, 'a', 0, 'b'}), "ab");
    EXPECT_EQ(read({0xff, 0xfe, 0x3d, 0xd8, 0x00, 0xde}), "\U0001f600");
    EXPECT_EQ(read({0xff, 0xfe, 0x3d, 0xd8, 'a', 0}),
              "\ufffd"
              "a")
        << "half a pair";
    EXPECT_EQ(encoding_of(bytes({'a', 'b'})), Encoding::utf8);
    EXPECT_EQ(encoding_of(bytes({0, 0, 0, 0})), Encoding::utf8);
    EXPECT_EQ(encoding_of(bytes({'a', 0, 'b'})), Encoding::utf8);
    EXPECT_EQ(reveal(from_windows_1251(bytes({0xc0, 0xed, 0xb8, 'x', 0x98}))), "\u0410\u043d\u0451x\ufffd");
}

TEST(PlainText, UndoesEscapesOfBase64Alone) {
    EXPECT_EQ(reveal(without_escapes(R"(a\/b\u003d\u002B%3D%2F\n\"c)")), "a/b=+=/\n\"c");
    EXPECT_EQ(reveal(without_escapes(R"(%41 \q \u0410 \u00 %)")), R"(%41 \q \u0410 \u00 %)");
}

/// What each_token() hands over of a text, and how many characters in all.
struct Handed {
    std::vector<std::string> tokens{};
    std::size_t characters = 0;
};
Handed handed(std::string_view text, std::string_view wanted = {}) {
    Handed out;
    each_token(text, [&](Token found) {
        out.characters += found.text.size();
        const bool is_one = reveal(found.text) == wanted;
        if (is_one) out.tokens.push_back(found.name + (found.wrapped ? " wrapped" : ""));
        return is_one;
    });
    return out;
}

TEST(TextTokens, AreFoundWithTheirNames) {
    const std::string t = "1" + std::string(348, 'a') + "-_==";
    const std::vector<std::pair<std::string, std::string>> texts = {
        {"A=1\nSESSION=\"" + t + "\"\nB=2\n", "SESSION"},
        {"export X='" + t + "'", "X"},
        {R"({"a": 1, "session": ")" + t + "\"}", "session"},
        {"  session: " + t + "\n", "session"},
        {"my session is: " + t + ".", ""},
        {"user:password:" + t, ""},
        {t.substr(0, 100) + "\n" + t.substr(100), " wrapped"},
        {"Hello\n> " + t.substr(0, 100) + "\n> " + t.substr(100) + "\nthanks\n", " wrapped"},
        {"x = ('" + t.substr(0, 100) + "'\n  '" + t.substr(100) + "')", "x wrapped"},
    };
    for (const auto& [text, said] : texts) {
        const Handed got = handed(text, t);
        ASSERT_EQ(got.tokens.size(), 1u) << text;
        EXPECT_EQ(got.tokens[0], said) << text;
    }
    EXPECT_TRUE(handed(std::string(299, 'a')).characters == 0) << "too short to be a session";
}

/// However lines and runs are laid out, each character is handed over a few times at most.
TEST(TextTokens, CostWhatTheTextsSizeAllows) {
    constexpr std::size_t size = 200'000;
    for (const std::size_t width : {1u, 15u, 16u, 76u, 299u, 300u, 5000u}) {
        std::string text;
        while (text.size() < size) text += std::string(width, 'A') + "\n";
        EXPECT_LE(handed(text).characters, 5 * text.size()) << width;
        for (char& c : text) c = c == '\n' ? '"' : c;
        EXPECT_LE(handed(text).characters, 5 * text.size()) << width;
    }
}

TEST(JsonText, WhatIsNoJsonIsMended) {
    const auto mended = [](std::string_view text) { return std::string(reveal(mended_json(text).text)); };
    EXPECT_EQ(mended(R"({"a":NaN,"b":None,"c":True,"d":-Infinity,"e":[1,],})"),
              R"({"a":null,"b":null,"c":true,"d":null,"e":[1]})");
    EXPECT_EQ(mended(R"({"NaN":"None, True,}\"NaN"})"), R"({"NaN":"None, True,}\"NaN"})");
    EXPECT_EQ(mended("{\"a\":\"b\nc\"}"), "{\"a\":\"b\\u000ac\"}");
    EXPECT_TRUE(mended_json(R"({"a":null})").mended.empty());
    EXPECT_EQ(objects_of("{\"a\":\"}\"}\n{\"b\":{}}\n").size(), 2u);
    EXPECT_TRUE(objects_of("{\"a\":1}").empty()) << "one alone is no list";
    EXPECT_TRUE(objects_of("{} x {}").empty());
    EXPECT_TRUE(objects_of("{}{").empty());
}

TEST(PastedText, KeepsWhatIsNoWrapping) {
    EXPECT_EQ(reveal(clean_pasted("QUJD==").text), "QUJD==") << "padding is no NAME=";
    EXPECT_EQ(reveal(clean_pasted("a=b").text), "a=b") << "too short to be a session";
    EXPECT_EQ(reveal(clean_pasted("\"").text), "\"");
    EXPECT_EQ(reveal(clean_pasted("").text), "");
    EXPECT_EQ(reveal(clean_pasted(" \n ").text), "");
}

TEST(Json, TypedLookUps) {
    const auto parsed =
        parse_json(R"({"i":-5,"big":18446744073709551615,"b":true,"t":"x","n":null,"f":1.5,"o":{}})");
    ASSERT_TRUE(parsed);
    const Json& json = parsed->get();
    EXPECT_EQ(int_member(json, "i"), -5);
    EXPECT_FALSE(int_member(json, "big")) << "past 2^63 is no int64";
    EXPECT_FALSE(int_member(json, "f"));
    EXPECT_FALSE(int_member(json, "t"));
    EXPECT_EQ(bool_member(json, "b"), true);
    EXPECT_FALSE(bool_member(json, "i"));
    EXPECT_EQ(text_member(json, "t"), "x");
    EXPECT_FALSE(text_member(json, "missing"));
    EXPECT_EQ(member(json, "n"), nullptr) << "null is absent";
    EXPECT_EQ(member(Json::array({1}), "x"), nullptr);
    EXPECT_NE(member(json, "o"), nullptr);
}

TEST(Json, DepthIsBounded) {
    const auto nested = [](std::size_t depth, char open, char close) {
        return std::string(depth, open) + std::string(depth, close);
    };
    EXPECT_TRUE(parse_json(nested(max_json_depth, '[', ']')));
    EXPECT_FALSE(parse_json(nested(max_json_depth + 1, '[', ']')));
    EXPECT_FALSE(parse_json(std::string(1'000'000, '[')));
    std::string objects;
    for (std::size_t i = 0; i < max_json_depth + 1; ++i) objects += "{\"a\":";
    EXPECT_FALSE(parse_json(objects + "1" + std::string(max_json_depth + 1, '}')));
    std::string siblings = "[";
    for (int i = 0; i < 100; ++i) siblings += "[],";
    EXPECT_TRUE(parse_json(siblings + "[]]")) << "breadth is not depth";
}

TEST(Json, OneValueAndNothingElse) {
    for (const char* bad : {"", " ", "{", "{}x", "{} {}", "{\"a\":1,}", "nul", "'a'", "{a:1}", "\"\xff\"",
                            "NaN", "01", "// remark\n{}"}) {
        EXPECT_FALSE(parse_json(bad)) << bad;
    }
    std::size_t at = 0;
    EXPECT_FALSE(parse_json("{\"a\":1,!}", at));
    EXPECT_EQ(at, 8u) << "the error's place, counted from 1 as the parser does";
}

// Looking each member up among all before it would take minutes.
TEST(Json, ObjectsOfManyMembers) {
    constexpr int count = 200'000;
    std::string text = "{";
    for (int i = 0; i < count; ++i) text += fmt::format("\"k{}\":{},", i, i);
    text += "\"k7\":\"seven\",\"k150000\":[1]}";
    const auto parsed = parse_json(text);
    ASSERT_TRUE(parsed);
    const Json& json = parsed->get();
    ASSERT_EQ(json.size(), std::size_t{count});
    EXPECT_EQ(text_member(json, "k7"), "seven") << "the last of one name counts";
    EXPECT_EQ(json.at("k150000"), Json::array({1}));
    EXPECT_EQ(int_member(json, "k31"), 31);
    EXPECT_EQ(int_member(json, "k32"), 32);
    EXPECT_EQ(int_member(json, "k199999"), count - 1);
    EXPECT_EQ(json.begin().key(), "k0");
}

TEST(Json, OfOneNameTheLastCounts) {
    const auto parsed = parse_json(R"({"a":{"x":1},"b":[],"a":{"y":[{"z":null}],"y":-2},"c":{}})");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(reveal(dump(parsed->get())), R"({"a":{"y":-2},"b":[],"c":{}})");
}

TEST(Json, KeepsTheOrderOfMembers) {
    EXPECT_EQ(reveal(dump(parse_json(R"({"z":1,"a":[2,{"y":3,"b":4}]})")->get())),
              R"({"z":1,"a":[2,{"y":3,"b":4}]})");
    Json broken;
    broken["a"] = "\xff";
    EXPECT_EQ(reveal(dump(broken)), "{\"a\":\"\xef\xbf\xbd\"}") << "broken UTF-8 is replaced";
}

}  // namespace
}  // namespace tgferry::core
