// Between reading and writing: conclusions, the caller's facts, the loss report, and the public calls.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <tgferry/tgferry.hpp>

#include "convert/prepare.hpp"
#include "convert/settle.hpp"
#include "core/cursor.hpp"
#include "core/json.hpp"
#include "support/compare.hpp"
#include "support/fixtures.hpp"
#include "support/keys.hpp"
#include "support/temp_folder.hpp"

namespace tgferry {
namespace {

using test::TempFolder;

Session plain_session(std::int32_t dc = 2) {
    return Session{.dc = dc, .key = test::sequence_key()};
}

Session with_host(std::int32_t dc, std::string host, std::uint16_t port = 443) {
    Session session = plain_session(dc);
    session.endpoint = Endpoint{std::move(host), port};
    return session;
}

std::string codes(const std::vector<Warning>& warnings) {
    std::string out;
    for (const Warning& warning : warnings) out += (out.empty() ? "" : " ") + warning.code;
    return out;
}

std::string names(FieldSet fields) {
    std::string out;
    for (const Field field : fields.list()) out += (out.empty() ? "" : " ") + std::string(field_name(field));
    return out;
}

/// What settling says of a session: its DC, its test flag and the warnings; or the error's code.
std::string settled(Session session, TestRule rule = TestRule::by_address, const Facts& facts = {}) {
    std::vector<Warning> warnings;
    const auto done = convert::settle(session, rule, facts, warnings);
    if (!done) return std::string(code_name(done.error().code));
    return fmt::format("{}{}{}{}", session.dc, session.test ? " test" : "",
                       session.inferred.has(Field::test) ? " inferred" : "",
                       warnings.empty() ? "" : " " + codes(warnings));
}

TEST(Settle, TheAddressFillsInWhatIsMissing) {
    EXPECT_EQ(settled(plain_session()), "2");
    EXPECT_EQ(settled(with_host(2, "149.154.167.51")), "2");
    EXPECT_EQ(settled(with_host(0, "149.154.167.91")), "4 dc_inferred");
    EXPECT_EQ(settled(with_host(2, "149.154.167.40", 80)), "2 test inferred");
    EXPECT_EQ(settled(with_host(2, "2001:67c:4e8:f002::e")), "2 test inferred");
    EXPECT_EQ(settled(with_host(2, "10.0.0.1")), "2 unlisted_address") << "it says nothing of the DC";
}

TEST(Settle, DoubtsAreWarnings) {
    EXPECT_EQ(settled(with_host(4, "149.154.167.51")), "4 endpoint_mismatch");
    EXPECT_EQ(settled(with_host(2, "149.154.167.40"), TestRule::stored), "2 endpoint_mismatch");
    EXPECT_EQ(settled(with_host(2, "149.154.167.40"), TestRule::by_address, {.test = false}),
              "2 endpoint_mismatch");
    EXPECT_EQ(settled(plain_session(203)), "203 unknown_dc");
    std::vector<Warning> warnings;
    Session old = with_host(4, "149.154.167.51");
    ASSERT_TRUE(convert::settle(old, TestRule::by_address, {}, warnings));
    EXPECT_NE(warnings.at(0).message.find("--dc 2"), std::string::npos)
        << "the known mistake of old Telethon is named";
}

TEST(Settle, ASessionWithoutADcIsNone) {
    EXPECT_EQ(settled(plain_session(0)), "missing_fact");
    EXPECT_EQ(settled(with_host(0, "10.0.0.1")), "missing_fact");
    EXPECT_EQ(settled(plain_session(-1)), "missing_fact");
    EXPECT_EQ(settled(plain_session(256)), "missing_fact");
}

std::string after_facts(Session& session, const Facts& facts) {
    std::vector<Warning> warnings;
    apply_facts(session, facts, warnings);
    return codes(warnings);
}

TEST(Facts, WinOverTheSource) {
    Session s = with_host(2, "149.154.167.51");
    s.user.id = 5;
    EXPECT_EQ(after_facts(s, {.dc = 4, .user_id = 6, .is_bot = true, .api_id = 9, .api_hash = "x"}),
              "fact_replaced fact_replaced");
    EXPECT_EQ(s.dc, 4);
    EXPECT_FALSE(s.endpoint) << "the old DC's address goes with it";
    EXPECT_EQ(s.user.id, 6);
    EXPECT_EQ(s.user.is_bot, true);
    EXPECT_EQ(s.api.id, 9);
    EXPECT_EQ(after_facts(s, {.dc = 4, .user_id = 6}), "") << "the same fact replaces nothing";
}

TEST(Facts, TheDcThatIsNamedComesWithItsOwnKey) {
    Session s = with_host(2, "149.154.167.51");
    const AuthKey second = s.key;
    test::Rng rng(4);
    const AuthKey fourth = test::random_key(rng), fifth = test::random_key(rng);
    s.other_keys = {{5, fifth}, {4, fourth}};
    EXPECT_EQ(after_facts(s, {.dc = 4}), "fact_replaced");
    EXPECT_EQ(s.dc, 4);
    EXPECT_TRUE(s.key == fourth);
    EXPECT_EQ(s.other_keys, (std::vector<DcKey>{{5, fifth}, {2, second}}));
    after_facts(s, {.dc = 3});
    EXPECT_TRUE(s.key == fourth) << "the source has no other";
}

TEST(Facts, HostAndPort) {
    Session s = plain_session(3);
    after_facts(s, {.port = 5222});
    EXPECT_EQ(s.endpoint, (Endpoint{"149.154.175.100", 5222}));
    after_facts(s, {.host = "10.0.0.1"});
    EXPECT_EQ(s.endpoint, (Endpoint{"10.0.0.1", 5222}));
    after_facts(s, {.dc = 1});
    EXPECT_EQ(s.endpoint, (Endpoint{"10.0.0.1", 5222})) << "an address of one's own stays";
    Session t = with_host(2, "149.154.167.40", 80);
    t.test = true;
    t.inferred.add(Field::test);
    after_facts(t, {.test = false});
    EXPECT_FALSE(t.test || t.endpoint || t.inferred.has(Field::test));
}

TEST(Facts, AProfileFillsAndReplaces) {
    Session s = plain_session();
    s.api.device = "mine";
    EXPECT_EQ(after_facts(s, {.api_profile = "desktop"}), "");
    EXPECT_EQ(s.api.id, 2040);
    EXPECT_EQ(s.api.device, "mine") << "what the source has stays where the id is the same";
    EXPECT_EQ(after_facts(s, {.api_profile = "android"}), "fact_replaced");
    EXPECT_EQ(s.api.id, 6);
    EXPECT_NE(s.api.device, "mine")
        << "one application's device with another's id would be a made-up profile";
    EXPECT_EQ(read(Source::text("x"), {.facts = {.api_profile = "no such"}}).error().code,
              ErrorCode::invalid_argument);
}

constexpr FieldSet few = {Field::endpoint, Field::test};

/// Prepares for a made-up target and says what came out: the address, then dropped, inferred and warnings.
std::string prepared(const Session& session, const Carries& carries, const WriteOptions& options = {}) {
    const auto done = convert::Prepared::make(session, carries, options, "made-up");
    if (!done)
        return fmt::format("{}: {} | {}", code_name(done.error().code), done.error().message,
                           done.error().hint);
    const auto& endpoint = done->session().endpoint;
    return fmt::format("{} | {} | {} | {}",
                       endpoint ? fmt::format("{}:{}", endpoint->host, endpoint->port) : "none",
                       names(done->loss.dropped), names(done->loss.inferred), codes(done->loss.warnings));
}

TEST(Prepare, EndpointsByTheirRule) {
    const auto carries = [](EndpointRule rule) { return Carries{.fields = few, .endpoint = rule}; };
    const Session none = plain_session(2), v4 = with_host(2, "149.154.167.50"),
                  own = with_host(2, "10.0.0.1", 5222);
    const Session v6 = with_host(2, "2001:67c:4e8:f002::a"), name = with_host(4, "vesta.web.telegram.org");
    EXPECT_EQ(prepared(none, carries(EndpointRule::any)), "149.154.167.51:443 |  | endpoint | ");
    EXPECT_EQ(prepared(v4, carries(EndpointRule::any)), "149.154.167.50:443 |  |  | ");
    EXPECT_EQ(prepared(v6, carries(EndpointRule::ip_literal)), "2001:67c:4e8:f002::a:443 |  |  | ");
    EXPECT_EQ(prepared(v6, carries(EndpointRule::ipv4)),
              "149.154.167.51:443 |  | endpoint | endpoint_replaced");
    EXPECT_EQ(prepared(name, carries(EndpointRule::any)), "vesta.web.telegram.org:443 |  |  | ");
    EXPECT_EQ(prepared(name, carries(EndpointRule::ip_literal)),
              "149.154.167.91:443 |  | endpoint | endpoint_replaced");
    EXPECT_EQ(prepared(own, carries(EndpointRule::ipv4)), "10.0.0.1:5222 |  |  | address_carried");
    const Session own_v6 = with_host(2, "2001:db8::1", 5222);
    EXPECT_EQ(prepared(own_v6, carries(EndpointRule::ipv4)),
              "149.154.167.51:5222 | endpoint | endpoint | endpoint_replaced");
}

TEST(Prepare, ATableAddressIsNoLoss) {
    const Carries nothing;
    EXPECT_EQ(prepared(with_host(2, "149.154.167.50"), nothing), "149.154.167.50:443 |  |  | ");
    EXPECT_EQ(prepared(with_host(2, "10.0.0.1"), nothing), "10.0.0.1:443 | endpoint |  | ");
    EXPECT_EQ(prepared(with_host(4, "149.154.167.50"), nothing), "149.154.167.50:443 | endpoint |  | ")
        << "another DC's address is not what the table gives back";
}

TEST(Prepare, TestSessionsNeedAWayToSaySo) {
    Session s = plain_session(2);
    s.test = true;
    EXPECT_EQ(prepared(s, {}), "none | test |  | ");
    EXPECT_EQ(prepared(s, {.fields = few, .endpoint = EndpointRule::any, .test = TestRule::by_address}),
              "149.154.167.40:80 |  | endpoint | ");
    s.endpoint = Endpoint{"10.0.0.1", 443};
    EXPECT_EQ(prepared(s, {.fields = few, .endpoint = EndpointRule::any, .test = TestRule::by_address}),
              "10.0.0.1:443 | test |  | address_carried");
    EXPECT_EQ(prepared(s, {.fields = few, .endpoint = EndpointRule::any, .test = TestRule::stored}),
              "10.0.0.1:443 |  |  | address_carried");
}

TEST(Prepare, NeedsAndStrictness) {
    const Carries needy = {.fields = {Field::user_id, Field::is_bot, Field::api_id},
                           .needs = {Field::user_id, Field::is_bot, Field::api_id}};
    EXPECT_EQ(prepared(plain_session(), needy),
              "missing_fact: made-up needs what the source lacks: user_id, is_bot, api_id | supply it: "
              "--user-id N, "
              "--bot or --user, --api-id N (or --api-profile NAME)");
    Session s = plain_session();
    s.user.id = 1;
    s.user.phone = "1";
    EXPECT_EQ(prepared(s, {.fields = {Field::user_id}}), "none | phone |  | ");
    EXPECT_TRUE(prepared(s, {.fields = {Field::user_id}}, {.strict = true})
                    .starts_with("lossy: made-up has no place for: phone"));
    EXPECT_EQ(prepared(s, {.fields = {Field::user_id, Field::phone}}, {.strict = true}), "none |  |  | ");
}

TEST(Prepare, WhatBelongsTogetherIsWrittenTogether) {
    const Carries both = {.fields = {Field::user_id, Field::is_bot},
                          .together = {Field::user_id, Field::is_bot}};
    Session s = plain_session();
    EXPECT_EQ(prepared(s, both), "none |  |  | ");
    s.user.id = 1;
    EXPECT_EQ(prepared(s, both), "none | user_id |  | incomplete");
    EXPECT_FALSE(convert::Prepared::make(s, both, {}, "made-up")->session().user.id);
    s.user.is_bot = false;
    EXPECT_EQ(prepared(s, both), "none |  |  | ");
}

TEST(Prepare, TheTwoFactorPasswordIsNotCopiedAround) {
    Session s = plain_session();
    s.extra = {{"role", "\"x\""}, {"twoFA", "\"hunter2\""}};
    const Carries extra = {.fields = {Field::extra}};
    const auto dropped = convert::Prepared::make(s, extra, {}, "made-up");
    ASSERT_TRUE(dropped);
    EXPECT_EQ(dropped->session().extra[0].second, "\"x\"");
    EXPECT_EQ(dropped->session().extra[1].second, "null") << "the member stays, its value goes";
    EXPECT_EQ(names(dropped->loss.dropped), "extra");
    EXPECT_EQ(codes(dropped->loss.warnings), "two_fa_dropped");
    const auto kept = convert::Prepared::make(s, extra, {.keep_2fa = true}, "made-up");
    EXPECT_EQ(kept->session().extra[1].second, "\"hunter2\"");
    EXPECT_TRUE(kept->loss.dropped.empty());
    EXPECT_EQ(s.extra[1].second, "\"hunter2\"") << "the caller's session is not what gets changed";
    s.extra[1].second = "null";
    EXPECT_TRUE(convert::Prepared::make(s, extra, {}, "made-up")->loss.warnings.empty());
}

TEST(Calls, UnknownNamesAreTheCallersMistake) {
    Bundle bundle;
    bundle.sessions.push_back(plain_session());
    EXPECT_EQ(read(Source::text("x"), {.format = "no-such"}).error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(to_string(bundle.active(), "no-such").error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(write_to_memory(bundle, "no-such").error().code, ErrorCode::invalid_argument);
    const TempFolder folder;
    EXPECT_EQ(write(bundle, "no-such", folder / "a").error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(folder.listing(), "");
}

TEST(Calls, DamageComesWithAdvice) {
    constexpr std::string_view cut = "<?php __HALT_COMPILER();\x02\x08";
    const auto got = read(Source::bytes(SecretBytes(core::as_bytes(cut))));
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, ErrorCode::damaged);
    EXPECT_NE(got.error().hint.find("copy it again"), std::string::npos);
}

TEST(Calls, ABundleWithoutItsActiveSessionIsTheCallersMistake) {
    Bundle bundle;
    for (const char* id : {"telethon-string", "tgferry-json"}) {
        EXPECT_EQ(write_to_memory(bundle, id).error().code, ErrorCode::invalid_argument) << id;
    }
    bundle.sessions.push_back(plain_session());
    bundle.active_index = 1;
    for (const char* id : {"telethon-string", "tgferry-json"}) {
        EXPECT_EQ(write_to_memory(bundle, id).error().code, ErrorCode::invalid_argument) << id;
    }
}

/// Most layouts have one byte for it: 300 would be read back as 44.
TEST(Calls, ADcThatIsNoneIsNotWritten) {
    for (const FormatInfo* info : all_formats()) {
        if (!info->can_write) continue;
        for (const std::int32_t dc : {-1, 0, 256, 300}) {
            Bundle bundle;
            bundle.sessions.push_back(with_host(dc, "149.154.167.51"));
            bundle.sessions[0].user = {.id = 1, .is_bot = false};
            bundle.sessions[0].api = {.id = 1, .hash = "0123456789abcdef0123456789abcdef"};
            const auto written = write_to_memory(bundle, info->id);
            ASSERT_FALSE(written) << info->id << " wrote DC " << dc;
            EXPECT_EQ(written.error().message, fmt::format("the session's DC is {}, which is none", dc));
        }
    }
    EXPECT_FALSE(to_string(plain_session(300), "auth-key"));
}

TEST(Calls, WriteThenReadThroughTheDisk) {
    const TempFolder folder;
    Bundle bundle;
    bundle.sessions.push_back(with_host(2, "149.154.167.51"));
    for (const char* id : {"telethon-string", "tgferry-json"}) {
        const auto target = folder / id;
        ASSERT_TRUE(write(bundle, id, target)) << id;
        const std::string content = test::file_content(target);
        EXPECT_TRUE(content.ends_with('\n')) << id;
        EXPECT_EQ(content, std::string(reveal(to_string(bundle.active(), id)->text)) + "\n");
        const auto back = read(Source::path(target));
        ASSERT_TRUE(back) << id << back.error().text();
        EXPECT_EQ(test::difference(bundle.active(), back->active()), "") << id;
        EXPECT_EQ(write(bundle, id, target).error().code, ErrorCode::exists);
        EXPECT_TRUE(write(bundle, id, target, {.force = true}));
    }
    EXPECT_EQ(folder.listing(), "telethon-string tgferry-json");
}

TEST(Calls, ForceDoesNotEmptyAStrangersFolder) {
    const TempFolder folder;
    std::filesystem::create_directory(folder / "photos");
    test::put_file(folder / "photos" / "cat", "x");
    Bundle bundle;
    bundle.sessions.push_back(with_host(2, "149.154.167.51"));
    EXPECT_EQ(write(bundle, "telethon-string", folder / "photos", {.force = true}).error().code,
              ErrorCode::exists);
    EXPECT_EQ(folder.listing(), "photos photos/cat");
}

TEST(Calls, ForceReplacesNeitherPipesNorFoldersOfAPair) {
    const TempFolder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    std::filesystem::create_directory(folder / "me.json");
    test::put_file(folder / "me.json" / "cat", "x");
    Bundle bundle;
    bundle.sessions.push_back(with_host(2, "149.154.167.51"));
    bundle.sessions[0].user.id = 1;
    bundle.sessions[0].api = {.id = 1, .hash = "0123456789abcdef0123456789abcdef"};
    const auto onto = [&](const char* id, const char* name) {
        const auto done = write(bundle, id, folder / name, {.force = true});
        return done ? "done" : std::string(code_name(done.error().code));
    };
    EXPECT_EQ(onto("telethon-string", "pipe"), "exists");
    EXPECT_EQ(onto("gramjs-store", "pipe"), "exists");
    EXPECT_EQ(onto("session-json", "me"), "exists");
    EXPECT_TRUE(std::filesystem::is_fifo(folder / "pipe"));
    EXPECT_EQ(folder.listing(), "me.json me.json/cat pipe");
}

TEST(Calls, UnrecognisedInputsAreDescribed) {
    const auto nothing = read(Source::text("hello"));
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().code, ErrorCode::unrecognised);
    EXPECT_NE(nothing.error().message.find("telethon-string"), std::string::npos) << "says what was tried";
    const std::string cut(
        reveal(to_string(with_host(2, "149.154.167.51"), "telethon-string")->text).substr(0, 349));
    const auto shorter = read(Source::text(cut));
    ASSERT_FALSE(shorter);
    EXPECT_NE(shorter.error().message.find("Telethon"), std::string::npos) << shorter.error().message;
}

TEST(Describe, HoldsNoKeyUnlessAsked) {
    Bundle bundle;
    bundle.format = "telethon-string";
    bundle.sessions.push_back(with_host(2, "149.154.167.51"));
    bundle.sessions[0].api = {.id = 2040, .hash = "b18441a1ff607e10a989891a5462e627"};
    const std::string quiet(reveal(describe_json(bundle))), open(reveal(describe_json(bundle, true)));
    const std::string key = "000102030405060708090a0b0c0d0e0f";
    EXPECT_EQ(quiet.find(key), std::string::npos);
    EXPECT_EQ(quiet.find("b18441a1"), std::string::npos);
    EXPECT_NE(open.find(key), std::string::npos);
    EXPECT_NE(open.find("b18441a1"), std::string::npos);
    const auto json = core::parse_json(quiet);
    ASSERT_TRUE(json);
    const auto& account = json->get()["accounts"][0];
    EXPECT_EQ(account["auth_key_id"], "0xc8df57a46e58d132");
    EXPECT_EQ(account["endpoint"]["host"], "149.154.167.51");
    EXPECT_TRUE(account["user"].is_null() && account["update_state"].is_null() &&
                account["created"].is_null());
    EXPECT_EQ(account["api"]["profile"], "desktop");
}

TEST(Registry, IsInOrderAndSaysWhatItCan) {
    std::set<std::string_view> ids;
    for (const FormatInfo* info : all_formats()) {
        EXPECT_TRUE(ids.insert(info->id).second) << info->id;
        EXPECT_EQ(find_format(info->id), info);
        EXPECT_FALSE(info->library.empty() || info->summary.empty() || info->proof.empty()) << info->id;
        EXPECT_TRUE((info->carries.needs - info->carries.fields).empty())
            << info->id << " needs what it cannot hold";
        EXPECT_EQ(info->carries.endpoint == EndpointRule::none, !info->carries.fields.has(Field::endpoint))
            << info->id;
        EXPECT_EQ(info->carries.test == TestRule::none, !info->carries.fields.has(Field::test)) << info->id;
    }
    EXPECT_EQ(find_format("no-such"), nullptr);
}

}  // namespace
}  // namespace tgferry
