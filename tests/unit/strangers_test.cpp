// Files that are no sessions, but have something of one: no format may claim them.
#include <gtest/gtest.h>

#include "core/base64.hpp"
#include "core/cursor.hpp"
#include "sqlite_files.hpp"
#include "support/rng.hpp"

namespace tgferry::test {
namespace {

SecretBytes bytes_of(std::string_view text) {
    return SecretBytes(core::as_bytes(text));
}
SecretBytes random_bytes(Rng& rng, std::size_t size) {
    SecretBytes out(size);
    for (std::uint8_t& byte : out.edit()) byte = rng.byte();
    return out;
}

void expect_nobody(const Result<Bundle>& got, std::string_view what) {
    ASSERT_FALSE(got) << what << " is taken for " << got->format;
    EXPECT_EQ(got.error().code, ErrorCode::unrecognised) << what << ": " << got.error().text();
}

TEST(Strangers, NoiseOfEverySizeThatMeansSomething) {
    Rng rng(41);
    for (const std::size_t size : std::initializer_list<std::size_t>{
             0,   1,   4,   8,   16,  20,  31,  32,  64,  256, 260, 263, 267,  271, 272,
             275, 279, 304, 320, 328, 344, 352, 476, 740, 776, 792, 796, 1352, 4096}) {
        const std::string what = std::to_string(size) + " bytes";
        const SecretBytes noise = random_bytes(rng, size);
        expect_nobody(read(Source::bytes(noise.copy())), what + " of noise");
        expect_nobody(read(Source::bytes(SecretBytes(size))), what + " of zeros");
        if (size == 0) continue;
        const SecretText text = core::encode_base64(noise.view(), core::Alphabet::url, core::Padding::keep);
        expect_nobody(read(Source::text(reveal(text))), what + " of noise in base64");
    }
}

TEST(Strangers, TextsAndObjects) {
    for (const std::string_view text : {"Dear diary",
                                        "{}",
                                        "[]",
                                        "null",
                                        "0123456789abcdef0123456789abcdef",
                                        "[section]\nname=1\n",
                                        "<?php echo 1;",
                                        "<?php __HALT_COMPILER();",
                                        "a:1:{s:1:\"x\";i:1;}",
                                        "O:8:\"stdClass\":0:{}",
                                        "<?xml version='1.0'?><map><string name=\"user\">AAAA</string></map>",
                                        "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
                                        R"({"name":"x","version":"1.0.0"})",
                                        R"({"Version":1,"Data":{}})",
                                        R"({"Version":2,"Data":{"name":"z"}})",
                                        R"({"theme":"dark","user":"{\"id\":1}"})",
                                        R"({"account1":"bob","account2":"{\"name\":\"bob\"}"})",
                                        R"({"user_auth":"{\"token\":\"1\"}"})",
                                        R"({"auth":"x","dc":"2"})",
                                        R"({"current_account":"1","number_of_accounts":"2"})",
                                        R"({"auth_key":"x","port":443})"}) {
        expect_nobody(read(Source::text(text)), text);
    }
}

TEST(Strangers, Databases) {
    for (const std::string sql :
         {"CREATE TABLE t(a)", "CREATE TABLE version(version integer)",
          "CREATE TABLE version(version integer); CREATE TABLE sessions(id int, user text)",
          "CREATE TABLE version(number integer); CREATE TABLE sessions(id int); CREATE TABLE peers(id int)",
          "CREATE TABLE sessions(id text primary key, data text)",
          "CREATE TABLE sessions(session_id text, auth_key text, user_id int); CREATE TABLE "
          "alembic_version(v text)",
          "CREATE TABLE key_value(key text primary key, value blob)", "CREATE TABLE dc_home(dc_id int)",
          "CREATE TABLE datacenter(id int); CREATE TABLE account(id int)",
          "CREATE TABLE update_state(id int)", "CREATE TABLE session(id int, dc int)",
          "CREATE TABLE moz_places(id integer primary key, url text)"}) {
        expect_nobody(read_sql(sql), sql);
    }
}

TEST(Strangers, Folders) {
    for (const std::string_view name :
         {"td.binlog", "td_test.binlog", "tgnet.dat", "safe.php", "key_datas", "package.json", "auth"}) {
        for (const std::size_t size : std::initializer_list<std::size_t>{0U, 32U, 4096U}) {
            FileMap files;
            files.emplace(name, SecretBytes(size));
            files.emplace("README", bytes_of("a folder of something else"));
            expect_nobody(read(Source::files(std::move(files))), std::string(name) + " of zeros");
        }
    }
}

TEST(Strangers, OfAFolderItIsSaidWhichFileWasMeant) {
    const auto said = [](std::string_view name) {
        FileMap files;
        files.emplace(name, SecretBytes(64));
        files.emplace("README", bytes_of("x"));
        const auto got = read(Source::files(std::move(files)));
        return got ? got->format : got.error().message;
    };
    EXPECT_NE(said("tgnet.dat").find("tgnet"), std::string::npos) << said("tgnet.dat");
    EXPECT_NE(said("td_test.binlog").find("td_test.binlog, which is no log that can be read"),
              std::string::npos);
}

}  // namespace
}  // namespace tgferry::test
