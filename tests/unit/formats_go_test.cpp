// What the Go libraries' formats share, and what their writers say and refuse.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <tgferry/tgferry.hpp>

#include "formats/common/go_json.hpp"
#include "formats/common/host_port.hpp"
#include "sqlite_files.hpp"
#include "support/keys.hpp"

namespace tgferry::test {
namespace {

using formats::join_host_port;
using formats::split_host_port;
using formats::split_ip_port;

std::string split(std::string_view text) {
    const auto endpoint = split_host_port(text);
    return endpoint ? fmt::format("{} {}", endpoint->host, endpoint->port) : "none";
}

TEST(HostPort, Splits) {
    EXPECT_EQ(split("149.154.167.51:443"), "149.154.167.51 443");
    EXPECT_EQ(split("149.154.167.51"), "149.154.167.51 443");
    EXPECT_EQ(split("vesta.web.telegram.org:80"), "vesta.web.telegram.org 80");
    EXPECT_EQ(split("[2001:67c:4e8:f002::a]:5222"), "2001:67c:4e8:f002::a 5222");
    EXPECT_EQ(split("[2001:67c:4e8:f002::a]"), "2001:67c:4e8:f002::a 443");
    EXPECT_EQ(split("2001:67c:4e8:f002::a"), "2001:67c:4e8:f002::a 443");
    EXPECT_EQ(split("2001:67c:4e8:f002:0:0:0:a:5222"), "2001:67c:4e8:f002:0:0:0:a 5222");
    for (const char* odd : {"", ":", ":443", "a:", "a:0", "a:65536", "a:-1", "a: 1", "a:443x", "[]:443", "[",
                            "]", "a b:443", "[a]b:443", "a/b"}) {
        EXPECT_EQ(split(odd), "none") << odd;
    }
}

TEST(HostPort, SplitsAddressesWithoutBrackets) {
    const auto split_ip = [](std::string_view text) {
        const auto endpoint = split_ip_port(text);
        return endpoint ? fmt::format("{} {}", endpoint->host, endpoint->port) : "none";
    };
    EXPECT_EQ(split_ip("149.154.167.51:443"), "149.154.167.51 443");
    EXPECT_EQ(split_ip("[2001:67c:4e8:f002::a]:443"), "2001:67c:4e8:f002::a 443");
    EXPECT_EQ(split_ip("[::ffff:149.154.167.51]:443"), "::ffff:149.154.167.51 443");
    EXPECT_EQ(split_ip("2001:67c:4e8:f002::a:443"), "2001:67c:4e8:f002::a 443") << "the last is the port";
    for (const char* odd :
         {"", ":443", "149.154.167.51", "[149.154.167.51]:443", "vesta.web.telegram.org:443",
          "149.154.167.51:0", "149.154.167.51:65536", "149.154.167.51:-1", "[::1]", "[::1:443", "::1]:443"}) {
        EXPECT_EQ(split_ip(odd), "none") << odd;
    }
}

TEST(HostPort, Joins) {
    EXPECT_EQ(join_host_port({"149.154.167.51", 443}), "149.154.167.51:443");
    EXPECT_EQ(join_host_port({"2001:67c:4e8:f002::a", 80}), "[2001:67c:4e8:f002::a]:80");
}

TEST(GoJson, ReadsAsGoDoes) {
    const auto json = core::parse_json(R"({"a":1,"A":2,"Text":"x","Flag":true,"Null":null,"Bytes":"AQI="})");
    ASSERT_TRUE(json);
    formats::go::Struct from(json->get());
    EXPECT_EQ(from.integer("A"), 2) << "the exact name comes first";
    EXPECT_EQ(from.integer("NULL"), 0);
    EXPECT_EQ(from.integer("missing"), 0);
    EXPECT_EQ(from.text("text"), "x");
    EXPECT_TRUE(from.boolean("flag"));
    EXPECT_EQ(from.bytes("bytes").size(), 2u);
    EXPECT_FALSE(from.error());
    EXPECT_EQ(from.integer("Text"), 0);
    EXPECT_TRUE(from.boolean("a")) << "2 would be odd, 1 is understood";
    ASSERT_TRUE(from.error());
    EXPECT_NE(from.error()->message.find("Text"), std::string::npos) << "the first one is told";
}

TEST(GoJson, WhatIsNoObjectHasNoMembers) {
    const core::Json list = core::Json::array({1, 2});
    formats::go::Struct from(list);
    EXPECT_EQ(from.integer("a"), 0);
    EXPECT_FALSE(from.error());
}

Session at(std::int32_t dc, std::string host) {
    Session session{.dc = dc, .key = sequence_key()};
    session.endpoint = Endpoint{std::move(host), 443};
    return session;
}

std::string warned(const Session& session, const char* format) {
    const auto made = to_string(session, format);
    if (!made) return std::string(code_name(made.error().code));
    std::string out;
    for (const Warning& warning : made->loss.warnings) out += warning.code;
    return out;
}

TEST(GogramString, SaysWhenGogramTakesTheAddressForAnotherDc) {
    EXPECT_EQ(warned(at(1, "149.154.175.53"), "gogram-string"), "");
    EXPECT_EQ(warned(at(2, "149.154.167.51"), "gogram-string"), "");
    EXPECT_EQ(warned(at(3, "149.154.175.100"), "gogram-string"), "");
    EXPECT_EQ(warned(at(4, "149.154.167.91"), "gogram-string"), "");
    EXPECT_EQ(warned(at(5, "91.108.56.130"), "gogram-string"), "");
    EXPECT_EQ(warned(at(4, "149.154.167.92"), "gogram-string"), "dc_by_address");
    EXPECT_EQ(warned(at(2, "10.0.0.1"), "gogram-string"), "address_carrieddc_by_address");
    EXPECT_EQ(warned(at(4, "10.0.0.1"), "gogram-string"), "address_carried");
}

/// gotd's document with the DC, the address and the salt of these.
std::string gotd_text(int dc, const std::string& address, std::int64_t salt) {
    Session session = at(2, "149.154.167.51");
    const auto made = to_string(session, "gotd-json");
    std::string text(reveal(made->text));
    const auto put = [&](const std::string& was, const std::string& now) {
        const auto found = text.find(was);
        ASSERT_NE(found, std::string::npos) << was;
        text.replace(found, was.size(), now);
    };
    put("\"ThisDC\":2", "\"ThisDC\":0");
    put("\"DC\":2", fmt::format("\"DC\":{}", dc));
    put("149.154.167.51:443", address);
    put("\"Salt\":0", fmt::format("\"Salt\":{}", salt));
    return text;
}

std::vector<Salt> salts_of(const std::string& text, const Facts& facts = {}) {
    const auto got = read(Source::text(text), {.facts = facts});
    EXPECT_TRUE(got) << got.error().text();
    return got ? got->active().salts : std::vector<Salt>();
}

TEST(GotdJson, TheSaltIsThatOfTheHomeDc) {
    EXPECT_EQ(salts_of(gotd_text(4, "149.154.167.91:443", INT64_MIN)),
              (std::vector<Salt>{{.dc = 4, .salt = INT64_MIN}}));
    EXPECT_TRUE(salts_of(gotd_text(4, "149.154.167.91:443", 0)).empty()) << "0 is none";
    EXPECT_EQ(salts_of(gotd_text(0, "149.154.167.91:443", 7)), (std::vector<Salt>{{.dc = 4, .salt = 7}}))
        << "the DC is told by the address";
    EXPECT_EQ(salts_of(gotd_text(4, "149.154.167.91:443", 7), {.dc = 5}),
              (std::vector<Salt>{{.dc = 5, .salt = 7}}))
        << "it goes with the key";
}

TEST(GotdJson, WritesTheSaltInUse) {
    Session session = at(4, "149.154.167.91");
    session.salts = {{.dc = 2, .salt = 5}, {4, 1767225600, 1767229200, -7}, {4, 1767229200, 1767232800, 8}};
    session.other_keys = {{2, sequence_key()}};
    for (const char* format : {"gotd-json", "gotgproto-string"}) {
        const auto made = to_string(session, format);
        ASSERT_TRUE(made) << made.error().text();
        EXPECT_EQ(salts_of(std::string(reveal(made->text))), (std::vector<Salt>{{.dc = 4, .salt = -7}}));
        EXPECT_FALSE(made->loss.dropped.has(Field::salts));
        EXPECT_TRUE(made->loss.dropped.has(Field::salt_dates));
    }
    session.salts = {{.dc = 2, .salt = 5}};
    const auto without = to_string(session, "gotd-json");
    ASSERT_TRUE(without) << without.error().text();
    EXPECT_TRUE(without->loss.dropped.has(Field::salts)) << "another DC's has no place";
    EXPECT_NE(reveal(without->text).find("\"Salt\":0"), std::string::npos);
}

TEST(GotdJson, AnAddressThatIsNoneIsNotWritten) {
    EXPECT_EQ(warned(at(2, "a b"), "gotd-json"), "missing_fact");
    EXPECT_EQ(warned(at(2, "a b"), "gotgproto-string"), "missing_fact");
    EXPECT_EQ(warned(at(2, "vesta.web.telegram.org"), "gotd-json"), "address_carried") << "it is DC 4's";
}

TEST(GotgprotoString, ItsDatabaseIsKnownAndNotRead) {
    const auto got = read_sql(
        "CREATE TABLE sessions(version INTEGER PRIMARY KEY, data BLOB);"
        "CREATE TABLE peers(id INTEGER PRIMARY KEY, access_hash, type, username);");
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, ErrorCode::unrecognised);
    EXPECT_NE(got.error().message.find("ExportStringSession"), std::string::npos) << got.error().message;
}

TEST(MtgoString, IsWhatPyrogramWrites) {
    Session session{.dc = 2, .key = sequence_key()};
    session.user.id = 123456789;
    session.user.is_bot = false;
    session.api.id = 2040;
    const auto mtgo = to_string(session, "mtgo-string"), pyrogram = to_string(session, "pyrogram-string");
    ASSERT_TRUE(mtgo && pyrogram);
    EXPECT_EQ(reveal(mtgo->text), reveal(pyrogram->text));
    EXPECT_EQ(find_format("mtgo-string")->detected_as, "pyrogram-string");
    const auto named = read(Source::text(reveal(mtgo->text)), {.format = "mtgo-string"});
    ASSERT_TRUE(named) << named.error().text();
    EXPECT_EQ(named->format, "mtgo-string");
    session.api.id = -1;
    const auto refused = to_string(session, "mtgo-string");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::missing_fact) << refused.error().text();
    EXPECT_NE(refused.error().message.find("API id"), std::string::npos) << refused.error().text();
}

// The model does not forbid two keys of one DC; tables with one row a DC, and objects with one member, do.
TEST(OtherKeys, OneOfEachDcIsWritten) {
    Session session = at(2, "149.154.167.51");
    session.user.id = 5;
    session.user.is_bot = false;
    session.api.id = 6;
    session.api.hash = std::string(32, 'a');
    Rng rng(3);
    const AuthKey other = random_key(rng);
    for (const int dc : {4, 4, 2, 0, -4, 203}) session.other_keys.push_back({dc, other});
    Bundle bundle;
    bundle.sessions.push_back(std::move(session));
    for (const char* format : {"grammers-sqlite", "grammers-file", "telethon2-sqlite", "wtelegramclient"}) {
        SCOPED_TRACE(format);
        const auto written = write_to_memory(bundle, format);
        ASSERT_TRUE(written) << written.error().text();
        EXPECT_EQ(warning_codes(written->loss.warnings), Texts(4, "key_skipped"));
        const auto got = read(Source::bytes(written->files.at("").copy()),
                              {.facts = {.api_hash = bundle.active().api.hash}});
        ASSERT_TRUE(got) << got.error().text();
        std::vector<std::int32_t> dcs;
        for (const DcKey& key : got->active().other_keys) dcs.push_back(key.dc);
        std::ranges::sort(dcs);
        EXPECT_EQ(dcs, (std::vector<std::int32_t>{4, 203}));
        EXPECT_TRUE(got->active().key == sequence_key());
    }
}

TEST(Registry, WhatIsDetectedAsAnotherNamesAFormat) {
    for (const FormatInfo* info : all_formats()) {
        if (info->detected_as.empty()) continue;
        const FormatInfo* other = find_format(info->detected_as);
        ASSERT_TRUE(other) << info->id;
        EXPECT_TRUE(other->detected_as.empty()) << info->id;
        EXPECT_TRUE(other->carries.fields == info->carries.fields) << info->id;
    }
}

}  // namespace
}  // namespace tgferry::test
