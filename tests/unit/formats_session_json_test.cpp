// The pair of .session and .json: when two files are one session, and what becomes of the sidecar's members.
#include <gtest/gtest.h>

#include "core/cursor.hpp"
#include "core/json.hpp"
#include "sqlite_files.hpp"

namespace tgferry::test {
namespace {

SecretBytes bytes_of(std::string_view text) {
    return SecretBytes(core::as_bytes(text));
}

Session minimal() {
    Session session{.dc = 2, .key = sequence_key()};
    session.api.id = 2040;
    session.api.hash = "b18441a1ff607e10a989891a5462e627";
    return session;
}

SecretBytes telethon_file(std::optional<std::int64_t> user_id = {}) {
    Session session{.dc = 2, .key = sequence_key()};
    session.user.id = user_id;
    auto written = write_to_memory(bundle_of(std::move(session)), "telethon-sqlite");
    EXPECT_TRUE(written);
    return std::move(written->files.at(""));
}

Result<Bundle> read_pair(std::string_view json, const ReadOptions& options = {},
                         std::optional<std::int64_t> user_id = {}) {
    FileMap files;
    files.emplace(".session", telethon_file(user_id));
    files.emplace(".json", bytes_of(json));
    return read(Source::files(std::move(files)), options);
}

Result<std::string> json_of(const Bundle& bundle, const WriteOptions& options = {.name = "acc"}) {
    const auto written = write_to_memory(bundle, "session-json", options);
    if (!written) return std::unexpected(written.error());
    return std::string(core::as_text(written->files.at(".json").view()));
}

constexpr std::string_view api_members = R"("app_id": 2040, "app_hash": "b18441a1ff607e10a989891a5462e627")";
std::string sidecar(const std::string& more) {
    return fmt::format("{{{}, {}}}", api_members, more);
}

TEST(SessionJson, MembersAndOrderAreThoseOfOpentele2) {
    const auto text = json_of(bundle_of(minimal()));
    ASSERT_TRUE(text) << text.error().text();
    EXPECT_EQ(*text, R"({
  "app_id": 2040,
  "app_hash": "b18441a1ff607e10a989891a5462e627",
  "device": null,
  "sdk": null,
  "app_version": null,
  "system_lang_pack": null,
  "system_lang_code": null,
  "lang_pack": null,
  "lang_code": null,
  "twoFA": null,
  "role": "",
  "id": null,
  "phone": null,
  "username": null,
  "date_of_birth": null,
  "date_of_birth_integrity": null,
  "is_premium": null,
  "has_profile_pic": false,
  "spamblock": null,
  "register_time": null,
  "last_check_time": null,
  "avatar": null,
  "first_name": "",
  "last_name": "",
  "sex": null,
  "proxy": null,
  "ipv6": false,
  "session_file": "acc"
})");
}

TEST(SessionJson, ASidecarMakesThePairAndOnlyThen) {
    EXPECT_EQ(read_pair(sidecar(R"("id": 5)"))->format, "session-json");
    EXPECT_EQ(read_pair(R"({"api_id": 5})")->format, "session-json");
    const auto other = read_pair(R"({"name": "package", "version": 1})");
    ASSERT_TRUE(other) << other.error().text();
    EXPECT_EQ(other->format, "telethon-sqlite");
    EXPECT_EQ(warning_codes(other->warnings), Texts{"sidecar_ignored"});
    const auto broken = read_pair(R"({"app_id": 5,,})");
    ASSERT_TRUE(broken) << broken.error().text();
    EXPECT_EQ(broken->format, "telethon-sqlite");
    EXPECT_EQ(warning_codes(broken->warnings), Texts{"sidecar_ignored"});
}

TEST(SessionJson, ABrokenSidecarThatWasAskedForIsAnError) {
    ReadOptions named{.format = "session-json"};
    ReadOptions by_path;
    by_path.json_path = "somewhere.json";
    for (const ReadOptions& options : {named, by_path}) {
        const auto got = read_pair(R"({"app_id": 5,,})", options);
        ASSERT_FALSE(got);
        EXPECT_EQ(got.error().code, ErrorCode::damaged);
        EXPECT_EQ(got.error().file, ".json");
        EXPECT_TRUE(got.error().offset == 13u || got.error().offset == 14u) << got.error().text();
    }
    const auto alone = read(Source::bytes(telethon_file()), named);
    ASSERT_FALSE(alone);
    EXPECT_EQ(alone.error().code, ErrorCode::cannot_read);
    EXPECT_NE(alone.error().hint.find("--json-path"), std::string::npos);
}

TEST(SessionJson, SystemLanguageHasTwoNames) {
    const auto language = [](const std::string& members) {
        return read_pair(sidecar(members))->active().api.system_lang_code.value_or("none");
    };
    EXPECT_EQ(language(R"("system_lang_pack": "ru-RU")"), "ru-RU");
    EXPECT_EQ(language(R"("system_lang_pack": "ru-RU", "system_lang_code": "en-GB")"), "en-GB");
    EXPECT_EQ(language(R"("system_lang_code": "", "system_lang_pack": "ru-RU")"), "ru-RU");
    EXPECT_EQ(language(R"("system_lang_code": null, "system_lang_pack": null)"), "none");
    const auto both = read_pair(sidecar(R"("system_lang_pack": "ru-RU", "system_lang_code": "en-GB")"));
    const auto text = json_of(*both);
    EXPECT_NE(text->find(R"("system_lang_pack": "ru-RU")"), std::string::npos) << *text;
    EXPECT_NE(text->find(R"("system_lang_code": "en-GB")"), std::string::npos) << *text;
}

TEST(SessionJson, OtherNamesAndTypesAreTakenWithAWarning) {
    const auto got =
        read_pair(R"({"api_id": "2040", "api_hash": "h", "device_model": "d", "system_version": "s",
                                   "user_id": 77, "phone": "+15550001", "is_premium": 1})");
    ASSERT_TRUE(got) << got.error().text();
    const Session& s = got->active();
    EXPECT_EQ(s.api.id, 2040);
    EXPECT_EQ(s.api.hash, "h");
    EXPECT_EQ(s.api.device, "d");
    EXPECT_EQ(s.api.system, "s");
    EXPECT_EQ(s.user.id, 77);
    EXPECT_EQ(s.user.phone, "15550001");
    EXPECT_EQ(s.user.is_premium, true);
    EXPECT_TRUE(s.extra.empty());
    EXPECT_EQ(warning_codes(got->warnings),
              (Texts{"odd_type", "alias", "alias", "alias", "alias", "alias", "odd_type"}));
}

TEST(SessionJson, WhatTheModelDoesNotKnowSurvivesARewrite) {
    const auto got = read_pair(sidecar(
        R"("zeta": [1, {"a": null}], "proxy": ["socks5", 1080], "role": "owner", "avatar": null, "note": "Ω",
           "device": {"odd": true}, "session_file": "elsewhere", "big": 9007199254740993)"));
    ASSERT_TRUE(got) << got.error().text();
    Texts names;
    for (const auto& member : got->active().extra) names.push_back(member.first);
    EXPECT_EQ(names, (Texts{"zeta", "proxy", "role", "note", "device", "big"}));
    const auto text = json_of(*got);
    ASSERT_TRUE(text) << text.error().text();
    const auto json = core::Json::parse(*text);
    EXPECT_EQ(json["proxy"].dump(), R"(["socks5",1080])");
    EXPECT_EQ(json["role"], "owner");
    EXPECT_EQ(json["device"].dump(), R"({"odd":true})");
    EXPECT_EQ(json["session_file"], "acc");
    Texts last;
    for (const auto& [name, value] : json.items()) last.push_back(name);
    EXPECT_EQ(Texts(last.end() - 4, last.end()), (Texts{"session_file", "zeta", "note", "big"}));
    EXPECT_EQ(json["big"], 9007199254740993);
    EXPECT_NE(text->find("Ω"), std::string::npos);
}

TEST(SessionJson, TheTwoFactorPasswordIsWrittenOnlyOnRequest) {
    const auto got = read_pair(sidecar(R"("twoFA": "made-up password")"));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(json_of(*got)->find("made-up password"), std::string::npos);
    WriteOptions keep{.keep_2fa = true, .name = "acc"};
    EXPECT_NE(json_of(*got, keep)->find(R"("twoFA": "made-up password")"), std::string::npos);
}

TEST(SessionJson, TheSessionFileKnowsBestWhoIsLoggedIn) {
    const auto conflict = read_pair(sidecar(R"("id": 5)"), {}, 777);
    ASSERT_TRUE(conflict) << conflict.error().text();
    EXPECT_EQ(conflict->active().user.id, 777);
    EXPECT_EQ(warning_codes(conflict->warnings), Texts{"user_id_conflict"});
    EXPECT_TRUE(read_pair(sidecar(R"("id": 777)"), {}, 777)->warnings.empty());
}

TEST(SessionJson, NeedsAnApplication) {
    Session session = minimal();
    session.api.hash.reset();
    const auto written = write_to_memory(bundle_of(std::move(session)), "session-json");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::missing_fact);
    session = minimal();
    session.extra.emplace_back("broken", "{");
    const auto broken = write_to_memory(bundle_of(std::move(session)), "session-json");
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, ErrorCode::invalid_argument);
}

TEST(SessionJson, TheSidecarAloneIsNamed) {
    const auto got = read(Source::text(sidecar(R"("id": 5)")));
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, ErrorCode::unrecognised);
    EXPECT_NE(got.error().message.find("the .json of a session-json pair"), std::string::npos)
        << got.error().message;
}

TEST(ApiProfileJson, IsReadWithItsOtherMembers) {
    const auto read = api_profile_from_json(
        R"({"app_id": 2040, "app_hash": "h", "device": "Desktop", "sdk": "Windows 11", "app_version": "6",
            "system_lang_code": "en-US", "system_lang_pack": "ru-RU", "lang_pack": "tdesktop", "lang_code": "en",
            "id": 12345, "twoFA": "x", "own": [1, 2]})");
    ASSERT_TRUE(read);
    const ApiProfile expected{.id = 2040,
                              .hash = "h",
                              .device = "Desktop",
                              .system = "Windows 11",
                              .app_version = "6",
                              .lang_code = "en",
                              .system_lang_code = "en-US",
                              .lang_pack = "tdesktop"};
    EXPECT_EQ(read->profile, expected);
    const std::vector<JsonMember> others = {
        {"system_lang_pack", "\"ru-RU\""}, {"id", "12345"}, {"twoFA", "\"x\""}, {"own", "[1,2]"}};
    EXPECT_EQ(read->extra, others);
    EXPECT_TRUE(read->warnings.empty());
}

TEST(ApiProfileJson, ComesBackFromWhatIsWritten) {
    ApiProfile profile{.id = 6, .hash = "eb06d4abfb49dc3eeb1aeb98ae0f581e", .device = "Samsung"};
    const std::vector<JsonMember> extra = {
        {"id", "12345"}, {"session_file", "\"my_account\""}, {"own", "{}"}};
    const auto text = api_profile_to_json(profile, extra);
    ASSERT_TRUE(text);
    const auto json = core::parse_json(reveal(*text));
    ASSERT_TRUE(json);
    EXPECT_EQ(json->get().size(), 29U) << "the 28 members that opentele2 writes, and one more";
    EXPECT_EQ(json->get().begin().key(), "app_id");
    EXPECT_EQ(json->get().at("id"), 12345);
    EXPECT_EQ(json->get().at("session_file"), "my_account");
    EXPECT_EQ(json->get().at("is_premium"), nullptr);
    const auto back = api_profile_from_json(reveal(*text));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->profile, profile);
}

TEST(ApiProfileJson, WhatIsNoneIsRefused) {
    for (const char* text : {"", "[]", "5", "{\"app_id\": 1", "null"}) {
        const auto read = api_profile_from_json(text);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().code, ErrorCode::unrecognised);
    }
    const std::vector<JsonMember> broken = {{"own", "{"}};
    EXPECT_EQ(api_profile_to_json({}, broken).error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace tgferry::test
