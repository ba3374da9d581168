// Folders that are changed: held against a second run, compared with what was read, put together file by
// file.
#include <gtest/gtest.h>

#include <filesystem>
#include <tgferry/source.hpp>

#include "core/cursor.hpp"
#include "io/commit.hpp"
#include "io/folder.hpp"
#include "io/input.hpp"
#include "support/temp_folder.hpp"

namespace tgferry::test {
namespace {

namespace fs = std::filesystem;

TEST(FolderHold, IsOfTheFolderAndNotOfItsName) {
    const TempFolder folder;
    fs::create_directory(folder / "a");
    const auto hold = io::FolderHold::take(folder / "a", "", false);
    ASSERT_TRUE(hold) << hold.error().text();
    EXPECT_TRUE(hold->check_again());
    EXPECT_EQ(io::FolderHold::take(folder / "a", "", true).error().code, ErrorCode::in_use);
    fs::rename(folder / "a", folder / "b");
    fs::create_directory(folder / "a");
    EXPECT_EQ(hold->check_again().error().code, ErrorCode::in_use) << "another folder stands there now";
    EXPECT_EQ(folder.listing(), "a b") << "no file is left";
}

TEST(FolderState, SeesEveryChange) {
    const TempFolder folder;
    fs::create_directories(folder / "a/b");
    put_file(folder / "a/b/file", "one");
    const auto before = io::FolderState::of(folder / "a");
    EXPECT_EQ(before, io::FolderState::of(folder / "a"));
    put_file(folder / "a/b/file", "two");
    EXPECT_NE(before, io::FolderState::of(folder / "a"));
}

TEST(InputThatKeepsItsMembers, KnowsWhetherTheFolderIsAsItWasRead) {
    const TempFolder folder;
    put_file(folder / "read", "one");
    put_file(folder / "not read", "one");
    auto input = io::Input::open(Source::path(folder.path()));
    ASSERT_TRUE(input);
    input->keep_members();
    ASSERT_TRUE(input->member("read"));
    put_file(folder / "not read", "two");
    EXPECT_TRUE(input->is_unchanged());
    put_file(folder / "read", "two");
    EXPECT_FALSE(input->is_unchanged());
    EXPECT_EQ(core::as_text(input->member("read")->view()), "one") << "as it was then";
    put_file(folder / "read", "one");
    EXPECT_TRUE(input->is_unchanged());
    put_file(folder / "new", "");
    EXPECT_FALSE(input->is_unchanged());
}

TEST(CommitInto, TheLastOneComesLastAndAFailureLeavesNothing) {
    const TempFolder folder;
    put_file(folder / "b", "old");
    put_file(folder / "in the way", "a file");
    const auto files = [](std::initializer_list<std::pair<const char*, std::string_view>> list) {
        FileMap out;
        for (const auto& [name, content] : list) out.emplace(name, SecretBytes(core::as_bytes(content)));
        return out;
    };
    const auto failed = io::commit_into(
        files({{"a/x", "1"}, {"b", "2"}, {"in the way/y", "3"}, {"last", "4"}}), "last", folder.path());
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::cannot_write);
    EXPECT_EQ(folder.listing(), "b in the way");
    EXPECT_EQ(file_content(folder / "b"), "old");
    fs::create_directory(folder / "last");
    EXPECT_FALSE(io::commit_into(files({{"a/x", "1"}, {"b", "2"}, {"last", "4"}}), "last", folder.path()))
        << "a folder stands where the last one goes";
    EXPECT_EQ(folder.listing(), "b in the way last");
    EXPECT_EQ(file_content(folder / "b"), "old");
    fs::remove_all(folder / "last");
    ASSERT_TRUE(io::commit_into(files({{"a/x", "1"}, {"b", "2"}, {"last", "4"}}), "last", folder.path()));
    EXPECT_EQ(folder.listing(), "a a/x b in the way last");
    EXPECT_EQ(file_content(folder / "b"), "2");
    EXPECT_EQ(fs::status(folder / "a").permissions(), fs::perms::owner_all);
}

}  // namespace
}  // namespace tgferry::test
