// Sessions that lie deeper than the folder that was named, and what is no session at all.
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "core/shell_word.hpp"
#include "formats/below.hpp"
#include "support/keys.hpp"
#include "support/tdata_folder.hpp"

namespace tgferry::test {
namespace {

/// The files of a folder, below another name.
void put(FileMap& into, const std::string& folder, const FileMap& files) {
    for (const auto& [name, bytes] : files) into.emplace(folder + "/" + name, bytes.copy());
}

FileMap logged_out() {
    TdataFolder folder;
    folder.accounts({0}, 0);
    folder.auth(0, wide_account(0, 0, {}));
    folder.files.emplace(folder.name_of(0) + "/maps", SecretBytes());
    return folder.all();
}

Error error_of(FileMap files) {
    const auto got = read(Source::files(std::move(files)));
    return got ? Error{} : got.error();
}

TEST(Below, TheInnerOneIsNamedWhereTheOuterIsLoggedOut) {
    FileMap files;
    put(files, "nested/Telegram/tdata", logged_out());
    put(files, "nested/Telegram/Telegram/tdata", one_account(sequence_key()).all());
    const Error error = error_of(std::move(files));
    EXPECT_EQ(error.code, ErrorCode::unrecognised);
    EXPECT_EQ(error.message,
              "not a session but a folder in which one lies: nested/Telegram/Telegram/tdata (tdata)");
    EXPECT_NE(error.hint.find("tgferry inspect nested/Telegram/Telegram"), std::string::npos) << error.hint;
}

TEST(Below, AFolderThatNobodyIsLoggedInToPointsAtTheOtherBelow) {
    FileMap files;
    put(files, "tdata", logged_out());
    put(files, "Telegram/tdata", one_account(sequence_key()).all());
    const Error error = error_of(std::move(files));
    EXPECT_EQ(error.code, ErrorCode::not_logged_in);
    EXPECT_NE(error.hint.find("another one lies below it, Telegram/tdata (tdata)"), std::string::npos)
        << error.hint;
}

TEST(Below, FourLevelsAreTooDeep) {
    FileMap three, four;
    put(three, "1/2/tdata", one_account(sequence_key()).all());
    put(four, "1/2/3/4/tdata", one_account(sequence_key()).all());
    EXPECT_NE(error_of(std::move(three)).message.find("1/2/tdata (tdata)"), std::string::npos);
    EXPECT_EQ(error_of(std::move(four)).message.find("tdata (tdata)"), std::string::npos);
}

TEST(Below, WhatIsTooMuchIsSaidToBe) {
    FileMap files;
    for (int i = 0; i < 5000; ++i) files.emplace("sub/" + std::to_string(i), SecretBytes());
    const auto input = io::Input::open(Source::files(std::move(files)));
    ASSERT_TRUE(input);
    const auto below = formats::look_below(*input);
    EXPECT_TRUE(below.found.empty());
    EXPECT_FALSE(below.complete);
}

TEST(ShellWord, QuotesWhatAShellWouldTakeApart) {
    EXPECT_EQ(core::shell_word("a/b-1.session", "FILE"), "a/b-1.session");
    EXPECT_EQ(core::shell_word("td (1).binlog", "FILE"), "'td (1).binlog'");
    EXPECT_EQ(core::shell_word("it's; rm", "FILE"), "'it'\\''s; rm'");
    EXPECT_EQ(core::shell_word("-rf", "FILE"), "./-rf");
    EXPECT_EQ(core::shell_word("-a b", "FILE"), "./'-a b'");
    EXPECT_EQ(core::shell_word("a\x1b[2J", "FILE"), "FILE");
    EXPECT_EQ(core::shell_word("a\xff", "FILE"), "FILE");
    EXPECT_EQ(core::shell_word("", "FILE"), "FILE");
}

}  // namespace
}  // namespace tgferry::test
