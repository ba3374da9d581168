// PHP's serialised values, and MadelineProto's session made of them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "core/cursor.hpp"
#include "formats/madelineproto/php_value.hpp"
#include "support/keys.hpp"

namespace tgferry::test {
namespace {

using formats::php::Document;
using formats::php::Key;
using formats::php::Kind;
using formats::php::Value;

std::string text(std::string_view value) {
    return fmt::format("s:{}:\"{}\";", value.size(), value);
}

Result<Document> parse(std::string_view serialised) {
    static core::Budget budget;  // outlives what is parsed
    budget.grant(serialised.size());
    return Document::parse(core::as_bytes(serialised), budget);
}

/// "damaged" errors: what, and at which byte.
std::string failure(std::string_view serialised) {
    const auto parsed = parse(serialised);
    if (parsed) return "";
    EXPECT_EQ(parsed.error().code, ErrorCode::damaged);
    const std::string& message = parsed.error().message;
    return fmt::format("{} at {}", message.substr(message.rfind(' ') + 1), *parsed.error().offset);
}

TEST(Php, Scalars) {
    EXPECT_EQ(parse("N;")->root().kind, Kind::null);
    EXPECT_EQ(parse("b:1;")->root().number, 1);
    EXPECT_EQ(parse("i:-9223372036854775808;")->root().number, INT64_MIN);
    EXPECT_EQ(parse("d:-1.5E-300;")->root().kind, Kind::real);
    EXPECT_EQ(parse("d:INF;")->root().kind, Kind::real);
    EXPECT_EQ(parse("s:3:\"a\"b\";")->root().text, "a\"b");
    EXPECT_EQ(parse("s:0:\"\";")->root().kind, Kind::text);
    EXPECT_EQ(parse("E:9:\"Suit:Ace!\";")->root().kind, Kind::other);
    EXPECT_EQ(parse("C:1:\"A\":4:{}}};}")->root().kind, Kind::other);
    EXPECT_EQ(failure("i:1;rest"), "");
}

TEST(Php, MembersByTheirPlainNames) {
    using namespace std::string_literals;
    const std::string object = "O:1:\"A\":4:{" + text("open") + "i:1;" + text("\0*\0shared"s) + "i:2;" +
                               text("\0A\\B\0own"s) + "i:3;" + "i:7;i:4;}";
    const auto document = parse(object);
    ASSERT_TRUE(document) << document.error().text();
    EXPECT_EQ(document->root().kind, Kind::object);
    EXPECT_EQ(document->root().text, "A");
    EXPECT_EQ(document->member(document->root(), "open")->number, 1);
    EXPECT_EQ(document->member(document->root(), "shared")->number, 2);
    EXPECT_EQ(document->member(document->root(), "own")->number, 3);
    EXPECT_FALSE(document->member(document->root(), "7"));
    EXPECT_FALSE(document->member(*document->member(document->root(), "own"), "own"));
    std::int64_t sum = 0;
    document->for_each(document->root(), [&](const Key& key, const Value& value) {
        sum += value.number * 10 + key.number;
        return true;
    });
    EXPECT_EQ(sum, 107);
}

/// Numbers are those that PHP 8.2 gave to the same values.
TEST(Php, References) {
    const auto document = parse(
        "a:5:{i:0;O:1:\"A\":2:{s:1:\"n\";i:1;s:1:\"m\";a:1:{i:0;b:1;}}i:1;r:2;i:2;"
        "O:1:\"B\":1:{s:1:\"n\";i:9;}i:3;R:7;i:4;R:3;}");
    ASSERT_TRUE(document) << document.error().text();
    std::vector<std::string> seen;
    document->for_each(document->root(), [&](const Key&, const Value& value) {
        const auto n = document->member(value, "n");
        seen.push_back(fmt::format("{}{}", value.text, n ? n->number : value.number));
        return true;
    });
    EXPECT_EQ(seen, (std::vector<std::string>{"A1", "A1", "B9", "B9", "1"}));
}

/// A chain of references, each to the one before, is as quick as one of them.
TEST(Php, ReferencesToReferences) {
    constexpr int count = 100'000;
    std::string chain = fmt::format("a:{}:{{i:0;i:42;", count);
    for (int i = 1; i < count; ++i) chain += fmt::format("i:{};r:{};", i, i + 1);
    chain += "}";
    const auto document = parse(chain);
    ASSERT_TRUE(document) << document.error().text();
    std::int64_t sum = 0;
    document->for_each(document->root(), [&](const Key&, const Value& value) {
        sum += value.number;
        return true;
    });
    EXPECT_EQ(sum, std::int64_t{42} * count);
}

TEST(Php, WhatIsNoValue) {
    EXPECT_EQ(failure(""), "value at 0");
    EXPECT_EQ(failure("i"), "value at 0");
    EXPECT_EQ(failure("N:"), "punctuation at 1");
    EXPECT_EQ(failure("x:1;"), "type at 2");
    EXPECT_EQ(failure("i:;"), "number at 2");
    EXPECT_EQ(failure("i:1"), "number at 2");
    EXPECT_EQ(failure("i:9223372036854775808;"), "number at 2");
    EXPECT_EQ(failure("d:1.5"), "number at 2");
    EXPECT_EQ(failure("s:4:\"abc\";"), "punctuation at 9");
    EXPECT_EQ(failure("s:99:\"abc\";"), "length at 5");
    EXPECT_EQ(failure("s:-1:\"\";"), "length at 5");
    EXPECT_EQ(failure("s:3:\"abc\""), "punctuation at 9");
    EXPECT_EQ(failure("a:1:{i:0;}"), "value at 9");
    EXPECT_EQ(failure("a:1:{b:1;i:0;}"), "key at 5");
    EXPECT_EQ(failure("a:1:{i:0;i:1;"), "punctuation at 13");
    EXPECT_EQ(failure("a:0:{i:0;i:1;}"), "punctuation at 5");
    EXPECT_EQ(failure("a:999999999:{}"), "length at 12");
    EXPECT_EQ(failure("C:1:\"A\":9:{}"), "length at 10");
    EXPECT_EQ(failure("r:1;"), "reference at 0");
    EXPECT_EQ(failure("a:1:{i:0;r:2;}"), "reference at 13");
    EXPECT_EQ(failure("a:1:{i:0;R:0;}"), "reference at 13");
}

TEST(Php, DepthHasAnEnd) {
    const auto nested = [](std::size_t depth) {
        std::string out = "N;";
        std::string open, close;
        for (std::size_t i = 0; i < depth; ++i) {
            open += "a:1:{i:0;";
            close += "}";
        }
        return open + out + close;
    };
    EXPECT_EQ(failure(nested(4000)), "");
    EXPECT_TRUE(failure(nested(5000)).starts_with("depth at "));
}

std::string key_text(char fill) {
    return std::string(AuthKey::size, fill);
}

std::string connection(char fill, bool authorized) {
    using namespace std::string_literals;
    return "O:1:\"C\":1:{" + text("\0C\0permAuthKey"s) + "O:1:\"P\":2:{" + text("\0*\0authKey"s) +
           text(key_text(fill)) + text("\0P\0authorized"s) + (authorized ? "b:1;" : "b:0;") + "}}";
}

/// The state of a client; `sockets` is the inside of its array, of `count` entries.
std::string state(std::size_t count, const std::string& sockets, std::int64_t current,
                  const std::string& more = "", std::size_t more_count = 0) {
    using namespace std::string_literals;
    return "O:30:\"danog\\MadelineProto\\APIWrapper\":1:{" +
           text("\0danog\\MadelineProto\\APIWrapper\0API"s) + fmt::format("O:1:\"M\":{}:{{", more_count + 1) +
           text("datacenter") + "O:1:\"D\":2:{" + text("\0D\0sockets"s) + fmt::format("a:{}:{{", count) +
           sockets + "}" + text("currentDatacenter") + fmt::format("i:{};", current) + "}" + more + "}}";
}

Result<Bundle> read_state(const std::string& object, const std::string& head = std::string("\3\x08\2\0", 4)) {
    return read(Source::bytes(SecretBytes(core::as_bytes("<?php __HALT_COMPILER();" + head + object))));
}

TEST(Madelineproto, KeysOfTheAccountOnly) {
    const auto got = read_state(state(5,
                                      "i:2;" + connection('b', true) + "i:4;" + connection('d', false) +
                                          "i:-2;" + connection('x', true) + "i:10002;" +
                                          connection('t', true) + "i:5;" + connection('e', true),
                                      2));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "madelineproto");
    EXPECT_EQ(got->variant, "version 3, PHP 8.2");
    EXPECT_EQ(got->active().dc, 2);
    EXPECT_FALSE(got->active().test);
    EXPECT_TRUE(got->active().key == *AuthKey::from(core::as_bytes(key_text('b'))));
    ASSERT_EQ(got->active().other_keys.size(), 1u);
    EXPECT_EQ(got->active().other_keys[0].dc, 5);
    EXPECT_FALSE(got->active().user.id);
}

TEST(Madelineproto, TestDcsAndTheUser) {
    const auto got = read_state(state(1, "i:10003;" + connection('t', true), 10003,
                                      text("authorization") + "a:1:{" + text("user") + "a:2:{" + text("id") +
                                          "i:77;" + text("bot") + "b:1;}}",
                                      1));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().dc, 3);
    EXPECT_TRUE(got->active().test);
    EXPECT_EQ(got->active().user.id, 77);
    EXPECT_EQ(got->active().user.is_bot, true);
}

std::string error_of(const Result<Bundle>& got) {
    return got ? "" : std::string(code_name(got.error().code)) + ": " + got.error().message;
}

TEST(Madelineproto, WhatIsNotRead) {
    const std::string good = state(1, "i:2;" + connection('b', true), 2);
    EXPECT_EQ(error_of(read_state(good)), "");
    EXPECT_EQ(error_of(read_state(good, "\1")), "");
    EXPECT_EQ(error_of(read_state(good, "\2\7\4")), "");
    EXPECT_EQ(
        error_of(read_state("?", "\3\x08\2\1")),
        "unsupported_version: madelineproto: the session is serialised with igbinary, which is not read");
    EXPECT_EQ(error_of(read_state("?", "\4\x08\2\1")),
              "unsupported_version: madelineproto: version 4 of the file is not known");
    EXPECT_EQ(
        error_of(read_state("O:11:\"X\\DbPointer\":0:{}")),
        "unsupported_version: madelineproto: the file holds only a pointer into a database (X\\DbPointer)");
    EXPECT_EQ(error_of(read_state("O:12:\"a\\LightState\":0:{}")),
              "unsupported_version: madelineproto: the file holds no session but a\\LightState");
    EXPECT_EQ(error_of(read_state("O:3:\"\x1b[m\":0:{}")),
              "unsupported_version: madelineproto: the file holds only a pointer into a database (??m)");
    EXPECT_EQ(error_of(read_state("i:1;")), "damaged: madelineproto: the file holds no object");
    EXPECT_EQ(error_of(read_state(state(0, "", 2))),
              "not_logged_in: madelineproto: the session holds no key of a logged-in account");
    EXPECT_EQ(error_of(read_state(state(1, "i:4;" + connection('b', true), 2))),
              "not_logged_in: madelineproto: the session holds no key of a logged-in account");
    EXPECT_TRUE(
        error_of(read_state(state(1, "i:2;" + connection('\0', true), 2))).starts_with("not_logged_in: "));
    const auto cut = read_state(good.substr(0, good.size() - 1));
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().offset, 28 + good.size() - 1);
}

TEST(Madelineproto, OtherTextWithTheSameStartIsNoSession) {
    EXPECT_EQ(read(Source::text("<?php __HALT_COMPILER();\necho 1;")).error().code, ErrorCode::unrecognised);
}

}  // namespace
}  // namespace tgferry::test
