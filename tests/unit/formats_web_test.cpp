// The localStorage of Telegram Web A and Web K: whose a dump is, what counts in it, and what is refused.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "core/hex.hpp"
#include "formats/format.hpp"
#include "formats/web/names.hpp"
#include "support/compare.hpp"
#include "support/keys.hpp"

namespace tgferry::test {
namespace {

using nlohmann::json;

std::string hex_of(const AuthKey& key) {
    return std::string(reveal(core::encode_hex(key.reveal())));
}
std::string seq() {
    return hex_of(sequence_key());
}
AuthKey other_key(std::uint64_t seed = 1) {
    Rng rng(seed);
    return random_key(rng);
}

/// An account of DC 2, of user 7, as Web K writes it.
json account(json more = json::object()) {
    json fields = {{"dcId", 2}, {"userId", 7}, {"dc2_auth_key", seq()}};
    fields.update(more);
    return fields;
}

Result<Bundle> read_dump(const json& dump, ReadOptions options = {}) {
    return read(Source::text(dump.dump()), options);
}

/// Of a dump that reads: "format, dc, user, warnings".
std::string sees(const json& dump, const ReadOptions& options = {}) {
    const auto got = read_dump(dump, options);
    if (!got) return got.error().text();
    const Session& one = got->active();
    std::string codes;
    for (const Warning& warning : got->warnings) codes += " " + warning.code;
    return fmt::format("{} {}{} {}{}", got->format, one.test ? "test " : "", one.dc, one.user.id.value_or(0),
                       codes);
}

/// What a dump is refused with: its code, and all that is said.
std::string refusal(const json& dump, const ReadOptions& options = {}) {
    const auto got = read_dump(dump, options);
    if (got) return "read";
    return fmt::format("{}: {}; {}", code_name(got.error().code), got.error().text(), got.error().hint);
}

void expect_says(const std::string& all, std::initializer_list<std::string_view> parts) {
    for (const std::string_view part : parts)
        EXPECT_NE(all.find(part), std::string::npos) << part << " in " << all;
}

TEST(WebNames, AreTakenApart) {
    using namespace formats::web;
    EXPECT_EQ(dc_of("dc2_auth_key", auth_key), 2);
    EXPECT_EQ(dc_of("dc203_auth_key", auth_key), 203);
    for (const std::string_view name :
         {"dc_auth_key", "dc02_auth_key", "dc0_auth_key", "dc1234_auth_key", "xc2_auth_key", "dc2_auth_keys",
          "dc2_server_salt", "dc-1_auth_key", "dc2", ""}) {
        EXPECT_FALSE(dc_of(name, auth_key)) << name;
    }
    EXPECT_EQ(place_of("account1"), Place({.slot = 1}));
    EXPECT_EQ(place_of("t_account4"), Place({.slot = 4, .test = true}));
    for (const std::string_view name :
         {"account", "account0", "account01", "accounts", "account100", "t_t_account1", "accountX"}) {
        EXPECT_FALSE(place_of(name)) << name;
    }
}

TEST(Web, ValuesMayBeTextOrWhatItMeans) {
    const json as_text = {{"account1", account().dump()}};
    EXPECT_EQ(sees(as_text), "web-k 2 7");
    EXPECT_EQ(sees({{"account1", account()}}), "web-k 2 7");
    // Without quotes, as webogram had them; with them; a DC as text.
    const json user = {{"dcID", "2"}, {"id", 7}};
    EXPECT_EQ(sees({{"user_auth", user.dump()}, {"dc", "2"}, {"dc2_auth_key", seq()}}), "web-k 2 7");
    EXPECT_EQ(sees({{"user_auth", user}, {"dc", 2}, {"dc2_auth_key", "\"" + seq() + "\""}}), "web-k 2 7");
    EXPECT_EQ(sees({{"user_auth", "7"}, {"dc", "2"}, {"dc2_auth_key", seq()}}), "web-k 2 7")
        << "the id alone";
    const json upper = {{"dc2_auth_key", "ABCDEF" + std::string(506, '1')}};
    EXPECT_EQ(sees({{"account1", account(upper)}}), "web-k 2 7");
}

/// Hexadecimal of digits alone is no number.
TEST(Web, DigitsWithoutQuotesStayAKey) {
    const std::string digits(512, '7');
    const json user = {{"dcID", 2}, {"id", 7}};
    const auto got = read_dump(
        {{"user_auth", user.dump()}, {"dc2_auth_key", digits}, {"dc2_server_salt", "1234567890123456"}});
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(hex_of(got->active().key), digits);
    ASSERT_EQ(got->active().salts.size(), 1u);
    EXPECT_EQ(got->active().salts[0].salt, 0x5634129078563412) << "the bytes are in the order of the wire";
}

TEST(Web, TheTypeOfTheUsersIdTellsWhoseItIs) {
    EXPECT_EQ(sees({{"account1", account({{"userId", "7"}})}}), "web-a 2 7");
    EXPECT_EQ(sees({{"account1", account({{"userId", 7}})}}), "web-k 2 7");
    const json user_a = {{"dcID", 2}, {"id", "7"}}, user_k = {{"dcID", 2}, {"id", 7}};
    EXPECT_EQ(sees({{"user_auth", user_a}, {"dc2_auth_key", seq()}}), "web-a 2 7");
    EXPECT_EQ(sees({{"user_auth", user_k}, {"dc2_auth_key", seq()}}), "web-k 2 7");
    // What the other client has left beside it decides nothing.
    EXPECT_EQ(sees({{"account1", account({{"userId", "7"}})}, {"kz_version", "\"K\""}, {"k_build", "1"}}),
              "web-a 2 7");
    EXPECT_EQ(sees({{"account1", account()}, {"tt-global-state", "{}"}}), "web-k 2 7");
    // The first account with a key.
    const json empty = {{"dcId", 2}, {"userId", "8"}};
    EXPECT_EQ(sees({{"account1", empty}, {"account2", account()}}), "web-k 2 7 not_logged_in");
}

TEST(Web, WithoutAnIdMembersAndItemsTell) {
    const auto without_id = [](json more) {
        json fields = account(std::move(more));
        fields.erase("userId");
        return fields;
    };
    EXPECT_EQ(sees({{"account1", without_id({{"isTest", true}})}}), "web-a test 2 0");
    EXPECT_EQ(sees({{"account1", without_id({{"auth_key_fingerprint", "00010203"}})}}), "web-k 2 0 no_user");
    EXPECT_EQ(sees({{"account1", without_id({{"dc4_server_salt", "0011223344556677"}})}}),
              "web-k 2 0 no_user");
    EXPECT_EQ(sees({{"account1", without_id(json::object())}, {"k_build", "5"}}), "web-k 2 0 no_user");
    EXPECT_EQ(sees({{"account1", without_id(json::object())}, {"tt-multitab_1", "1"}}), "web-a 2 0");
    EXPECT_EQ(sees({{"t_account1", without_id(json::object())}}, {.facts = {.user_id = 9}}),
              "web-k test 2 9");
    EXPECT_EQ(sees({{"dc", "2"}, {"dc2_auth_key", seq()}}), "web-a 2 0") << "the shared names alone";
}

TEST(Web, FromReadsEither) {
    const json a = {{"account1", account({{"userId", "7"}})}}, k = {{"t_account1", account()}};
    EXPECT_EQ(sees(a, {.format = "web-k"}), "web-k 2 7 other_format");
    EXPECT_EQ(sees(k, {.format = "web-a"}), "web-a test 2 7 other_format");
}

TEST(Web, OtherJsonIsNotTaken) {
    for (const std::string_view text :
         {R"({})", R"({"account1":{"name":"x"}})", R"({"account1":"text","dc":"2"})",
          R"({"number_of_accounts":3})", R"({"current_account":"1","state_id":2})",
          R"({"app_id":1,"app_hash":"x","session_file":"y"})",
          R"({"Version":1,"Data":{"DC":2,"AuthKey":"AAAA"}})", R"({"tgferry":1,"active":0,"sessions":[]})",
          R"({"user_auth":"x"})", R"({"tt-x":"1","GramJs":"y"})",
          R"({"dc_id":2,"test_mode":false,"auth_key":"AA==","user_id":1})"}) {
        const auto input = io::Input::open(Source::text(text));
        ASSERT_TRUE(input);
        const formats::Probe probe(*input);
        for (const char* id : {"web-a", "web-k"})
            EXPECT_FALSE(formats::find(id)->detect(probe)) << id << ": " << text;
    }
}

/// "test" or nothing, and the user, of each account; then which is in use.
std::string order_of(const nlohmann::ordered_json& dump) {
    const auto got = read(Source::text(dump.dump()));
    if (!got) return got.error().text();
    std::string out;
    for (const Session& one : got->sessions)
        out += fmt::format("{}{} ", one.test ? "test " : "", one.user.id.value_or(0));
    return out + fmt::format("in use: {}", got->active_index);
}

TEST(Web, SeveralAccountsInTheOrderOfTheirNumbers) {
    const auto of = [](int user) { return account({{"userId", user}}).dump(); };
    const json nobody = {{"dcId", 2}, {"dc2_auth_key", seq()}};
    EXPECT_EQ(order_of({{"account3", of(13)},
                        {"t_account1", of(21)},
                        {"account1", of(11)},
                        {"account2", nobody.dump()},
                        {"current_account", "3"}}),
              "11 test 21 13 in use: 2")
        << "browsers list localStorage in any order";
    EXPECT_EQ(
        order_of(
            {{"t_account1", of(21)}, {"account1", of(11)}, {"t_account2", of(22)}, {"t_current_account", 2}}),
        "test 21 11 test 22 in use: 2")
        << "as tgferry writes accounts of both kinds";
    EXPECT_EQ(order_of({{"account1", of(11)}, {"account2", of(12)}, {"current_account", "7"}}),
              "11 12 in use: 0");
    EXPECT_EQ(order_of({{"account1", of(11)}, {"account2", of(12)}, {"current_account", "x"}}),
              "11 12 in use: 0");
}

TEST(Web, ADamagedAccountDoesNotHideTheOthers) {
    const json dump = {{"account1", account({{"dc2_auth_key", "abc"}})},
                       {"account2", account({{"userId", 8}})}};
    const auto got = read_dump(dump);
    ASSERT_TRUE(got) << got.error().text();
    ASSERT_EQ(got->sessions.size(), 1u);
    EXPECT_EQ(got->sessions[0].user.id, 8);
    EXPECT_EQ(got->position(0), 1u);
    ASSERT_EQ(got->lost.size(), 1u);
    expect_says(got->lost[0].error.message, {"account1.dc2_auth_key", "3 characters instead of 512"});
}

TEST(Web, OlderNamesStandForAMissingAccount1) {
    const json user = {{"dcID", 3}, {"id", "9"}, {"test", true}};
    const std::string other = hex_of(other_key());
    const json older = {{"user_auth", user}, {"dc3_auth_key", other}};
    EXPECT_EQ(sees(older), "web-a test 3 9");
    json with_empty = older;
    with_empty["account1"] = {{"dc2_auth_key", seq()}};  // Web A: no DC, so the older names count
    EXPECT_EQ(sees(with_empty), "web-a test 3 9");
    json differing = older;
    differing["account1"] = account({{"dcId", 3}, {"dc3_auth_key", seq()}});
    EXPECT_EQ(sees(differing), "web-k 3 7 legacy_differs");
    differing["dc3_auth_key"] = seq();
    EXPECT_EQ(sees(differing), "web-k 3 7");
}

TEST(Web, KeysAndSaltsOfOtherDcs) {
    const AuthKey other = other_key();
    const json fields = account({{"dc4_auth_key", hex_of(other)},
                                 {"dc5_auth_key", "0123"},
                                 {"dc1_auth_key", ""},
                                 {"dc3_auth_key", nullptr},
                                 {"dc2_server_salt", "00000000000000ff"},
                                 {"dc4_server_salt", "xx"}});
    const auto got = read_dump({{"account1", fields}});
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_TRUE(got->active().other_keys == std::vector<DcKey>({{4, other}}));
    ASSERT_EQ(got->active().salts.size(), 1u);
    EXPECT_EQ(got->active().salts[0], (Salt{.dc = 2, .salt = INT64_MIN + 0x7f00000000000000}));
    ASSERT_EQ(got->warnings.size(), 2u);
    EXPECT_EQ(got->warnings[0].code, "salt_ignored");
    EXPECT_EQ(got->warnings[1].code, "key_ignored");
    expect_says(got->warnings[1].message, {"account1.dc5_auth_key"});
}

TEST(Web, TheFingerprintIsCompared) {
    EXPECT_EQ(sees({{"account1", account({{"auth_key_fingerprint", "00010203"}})}}), "web-k 2 7");
    EXPECT_EQ(sees({{"account1", account({{"auth_key_fingerprint", "deadbeef"}})}}),
              "web-k 2 7 fingerprint_mismatch");
}

TEST(Web, WhatTheReaderRefuses) {
    const auto with = [](json more) { return refusal({{"account1", account(std::move(more))}}); };
    expect_says(with({{"dc2_auth_key", seq().substr(1)}}),
                {"damaged: web-k: account1.dc2_auth_key: the auth key has 511 characters", "export again"});
    expect_says(with({{"dc2_auth_key", std::string(512, 'g')}}), {"damaged", "is not hexadecimal"});
    expect_says(with({{"dc2_auth_key", std::string(512, '0')}}), {"not_logged_in"});
    expect_says(with({{"dc2_auth_key", json::array({1, 2, 256})}}), {"damaged", "an item 2 that is no byte"});
    expect_says(with({{"dc2_auth_key", 5}}), {"damaged", "no list of bytes"});
    expect_says(with({{"dc2_auth_key", json::array({1, 2})}}), {"damaged", "256"});
    expect_says(with({{"dcId", 256}}), {"damaged: web-k: account1.dcId: the home DC is none"});
    expect_says(with({{"dcId", "two"}}), {"damaged", "dcId"});
    expect_says(with({{"dcId", -1}}), {"damaged", "dcId"});
    expect_says(with({{"dcId", 0}}), {"not_logged_in", "names no home DC"});
    expect_says(with({{"dcId", 4}}), {"not_logged_in", "no key of its home DC 4"});
    expect_says(with({{"userId", -7}}), {"damaged: web-k: account1.userId: it is no user's id"});
    expect_says(with({{"userId", 1.5}}), {"damaged", "userId"});
    expect_says(with({{"userId", "7x"}}), {"damaged", "userId"});
    expect_says(with({{"userId", "9007199254740992"}}), {"damaged", "userId"});
    expect_says(with({{"userId", 18446744073709551615u}}), {"damaged", "userId"});
    EXPECT_EQ(with({{"userId", 0}}), "read") << "a key whose owner is not known";
}

TEST(Web, LockedIsToldFromLoggedOut) {
    const std::string locked = "unsupported_version", off = "turn the passcode off";
    expect_says(refusal({{"tt-is-screen-locked", "true"}, {"tt-multitab_1", "1"}}),
                {locked, "web-a: a passcode", off});
    expect_says(refusal({{"number_of_accounts", "1"}, {"k_build", "564"}}),
                {locked, "web-k: a passcode", off});
    expect_says(refusal({{"kz_version", "\"K\""}, {"k_build", "564"}}),
                {"not_logged_in: web-k: the dump holds no auth key", "turn it off"});
    expect_says(refusal({{"kz_version", "\"Z\""}}), {"not_logged_in: web-a"});
    expect_says(refusal({{"GramJs:sessionId", "GramJs-session-1"}}), {"not_logged_in: web-a"});
    // Some releases of Web K leave the bare keys behind.
    const json left = {{"number_of_accounts", "1"},
                       {"k_build", "564"},
                       {"dc2_auth_key", seq()},
                       {"dc2_server_salt", "0011223344556677"}};
    expect_says(refusal(left), {locked, "web-k: a passcode", off});
    EXPECT_EQ(sees(left, {.facts = {.dc = 2, .user_id = 7}}), "web-k 2 7");
    expect_says(refusal(json::object(), {.format = "web-a"}), {"not_logged_in: web-a"});
    EXPECT_EQ(sees({{"account1", account()}, {"tt-is-screen-locked", "true"}}), "web-k 2 7")
        << "the keys are there";
}

TEST(Web, TheFirstBuildsOfWebA) {
    std::vector<int> bytes(256);
    for (int i = 0; i < 256; ++i) bytes[static_cast<std::size_t>(i)] = i;
    const json data = {{"mainDcId", 2},
                       {"keys", {{"2", {{"type", "Buffer"}, {"data", bytes}}}, {"x", "y"}}},
                       {"hashes", json::object()}};
    EXPECT_EQ(sees(data), "web-a 2 0");
    EXPECT_EQ(sees({{"GramJs:sessionId", "GramJs-session-1"}, {"GramJs:GramJs-session-1", data.dump()}}),
              "web-a 2 0");
    json named = data;
    named["userId"] = "77";
    named["keys"]["2"] = seq();
    EXPECT_EQ(sees(named), "web-a 2 77");
}

/// A dump of a busy client: longer than any session string.
TEST(Web, LongDumpsAreRecognised) {
    json dump = {{"tt-global-state", std::string(std::size_t{600} << 10, 'x')},
                 {"account1", account({{"userId", "7"}})}};
    EXPECT_EQ(sees(dump), "web-a 2 7");
    EXPECT_EQ(sees(json::parse(dump.dump(1))), "web-a 2 7");
}

TEST(Web, ADumpThatIsCutShortIsCalledSo) {
    const std::string whole = json({{"account1", account().dump()}, {"k_build", "1"}}).dump();
    const auto got = read(Source::text(whole.substr(0, whole.size() - 20)));
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, ErrorCode::unrecognised);
    expect_says(got.error().message, {"localStorage of Telegram Web", "cut short"});
    EXPECT_TRUE(read(Source::text(json(whole).dump()))) << "in quotes, as a console shows it";
    const auto in_quotes = read(Source::text("'" + whole + "'"));
    ASSERT_FALSE(in_quotes);
    expect_says(in_quotes.error().message, {"localStorage of Telegram Web in quotes", "copy()"});
    const auto named = read(Source::text(whole.substr(0, 40)), {.format = "web-k"});
    ASSERT_FALSE(named);
    EXPECT_EQ(named.error().code, ErrorCode::damaged);
}

Session writable(std::int64_t user = 7) {
    Session session{.dc = 4,
                    .key = sequence_key(),
                    .other_keys = {{2, other_key()}, {203, other_key(3)}, {2, other_key(2)}}};
    session.user.id = user;
    session.salts = {{.dc = 4, .salt = 1}, {.dc = 4, .valid_since = 5, .valid_until = 6, .salt = 2}};
    session.created = 1766000000;
    return session;
}

json items_of(const Session& session, const char* format) {
    const auto text = to_string(session, format);
    EXPECT_TRUE(text) << text.error().text();
    return text ? json::parse(reveal(text->text)) : json();
}

TEST(WebWriter, WritesWhatWebKWrites) {
    const json items = items_of(writable(), "web-k");
    const json fields = json::parse(items["account1"].get<std::string>());
    const std::string two = hex_of(other_key());
    EXPECT_EQ(fields, json({{"dcId", 4},
                            {"userId", 7},
                            {"date", 1766000000},
                            {"dc4_auth_key", seq()},
                            {"dc2_auth_key", two},
                            {"dc203_auth_key", hex_of(other_key(3))},
                            {"dc4_server_salt", "0100000000000000"}}))
        << "without the fingerprint: Web K forgets a former account's chats when it is missing";
    EXPECT_EQ(items["user_auth"], R"({"dcID":4,"id":7,"date":1766000000})");
    EXPECT_EQ(items["dc"], "4");
    EXPECT_EQ(items["dc4_auth_key"], "\"" + seq() + "\"");
    EXPECT_EQ(items["dc2_auth_key"], "\"" + two + "\"");
    EXPECT_EQ(items["dc4_server_salt"], "\"0100000000000000\"");
    EXPECT_FALSE(items.contains("dc203_auth_key")) << "the older names know five DCs";
    EXPECT_FALSE(items.contains("current_account"));
}

TEST(WebWriter, KeysThatHaveNoPlaceAreTold) {
    Session session = writable();
    session.other_keys.push_back({1000, other_key(4)});
    session.other_keys.push_back({2, other_key(5)});
    const auto text = to_string(session, "web-k");
    ASSERT_TRUE(text) << text.error().text();
    std::string told;
    for (const Warning& warning : text->loss.warnings) told += warning.message + "\n";
    EXPECT_NE(told.find("a key of DC 1000 was left out: Web K"), std::string::npos) << told;
    EXPECT_NE(told.find("a key of DC 2 was left out: Web K"), std::string::npos) << told;
}

TEST(WebWriter, MarksTestAccountsAsEachClientDoes) {
    Session session = writable();
    session.dc = 2;
    session.test = true;
    const json a = items_of(session, "web-a"), k = items_of(session, "web-k");
    EXPECT_EQ(json::parse(a["account1"].get<std::string>())["isTest"], true);
    EXPECT_EQ(json::parse(a["user_auth"].get<std::string>())["test"], true);
    EXPECT_EQ(json::parse(a["user_auth"].get<std::string>())["id"], "7");
    for (const auto& [name, value] : k.items()) EXPECT_TRUE(name.starts_with("t_")) << name;
    EXPECT_FALSE(json::parse(k["t_account1"].get<std::string>()).contains("isTest"));
}

TEST(WebWriter, RefusesWhatTheClientsCannotUse) {
    for (const char* format : {"web-a", "web-k"}) {
        Session session = writable();
        session.user.id.reset();
        auto got = to_string(session, format);
        ASSERT_FALSE(got);
        EXPECT_EQ(got.error().code, ErrorCode::missing_fact);
        for (const std::int64_t id : {std::int64_t{-1}, std::int64_t{0}, std::int64_t{1} << 53}) {
            session.user.id = id;
            got = to_string(session, format);
            ASSERT_FALSE(got) << id;
            expect_says(got.error().message + got.error().hint, {std::to_string(id), "--user-id"});
        }
        session = writable();
        session.dc = 6;
        got = to_string(session, format);
        ASSERT_FALSE(got);
        EXPECT_EQ(got.error().code, ErrorCode::missing_fact);
        expect_says(got.error().message + got.error().hint, {"knows no DC 6", "--dc N (1 to 5)"});
    }
}

/// In any order of test and production accounts; the one in use is named.
TEST(WebWriter, KeepsTheOrderOfMixedAccounts) {
    for (unsigned mask = 0; mask < 16; ++mask) {
        SCOPED_TRACE(mask);
        Bundle bundle;
        for (unsigned i = 0; i < 4; ++i) {
            Session session = writable(100 + i);
            session.dc = 2;
            session.test = ((mask >> i) & 1u) != 0;
            session.other_keys.clear();
            session.salts.clear();
            bundle.sessions.push_back(std::move(session));
        }
        bundle.active_index = mask % 4;
        for (const char* format : {"web-a", "web-k"}) {
            const auto written = write_to_memory(bundle, format);
            ASSERT_TRUE(written) << written.error().text();
            const auto back = read(Source::files([&] {
                FileMap files;
                files.emplace("", written->files.find("")->second.copy());
                return files;
            }()));
            ASSERT_TRUE(back) << back.error().text();
            EXPECT_EQ(back->format, format);
            EXPECT_EQ(back->active_index, bundle.active_index);
            ASSERT_EQ(back->sessions.size(), 4u);
            for (std::size_t i = 0; i < 4; ++i)
                EXPECT_EQ(difference(bundle.sessions[i], back->sessions[i]), "");
        }
    }
}

}  // namespace
}  // namespace tgferry::test
