// The source survives: which targets are refused for its sake. And what an output needs above it.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/kept.hpp"
#include "io/list.hpp"
#include "io/parents.hpp"
#include "support/temp_folder.hpp"

namespace tgferry::io {
namespace {

namespace fs = std::filesystem;
using test::put_file;
using test::TempFolder;

ErrorCode refusal(const Kept& kept, const fs::path& target, bool whole = false) {
    const auto checked = kept.check(target, whole);
    return checked ? ErrorCode::interrupted : checked.error().code;
}
constexpr ErrorCode taken = ErrorCode::interrupted;  // stands for "not refused"

TEST(Kept, AFileUnderAnyName) {
    const TempFolder folder;
    put_file(folder / "me.session", "x");
    fs::create_symlink("me.session", folder / "soft");
    fs::create_hard_link(folder / "me.session", folder / "hard");
    fs::create_directory_symlink(".", folder / "here");
    Kept kept;
    kept.add(folder / "me.session");
    kept.add(folder / "missing");
    for (const char* name : {"me.session", "soft", "hard", "here/me.session", "./here/./me.session"}) {
        EXPECT_EQ(refusal(kept, folder / name), ErrorCode::exists) << name;
    }
    EXPECT_EQ(refusal(kept, folder / "other"), taken);
    EXPECT_EQ(refusal(kept, folder / "missing"), taken);
}

TEST(Kept, WhatLiesInASourceFolder) {
    const TempFolder folder;
    fs::create_directories(folder / "tdata/sub");
    put_file(folder / "tdata/key_datas", "x");
    fs::create_directory_symlink("tdata/sub", folder / "way");
    fs::create_symlink("tdata/key_datas", folder / "alias");
    Kept kept;
    kept.add(folder / "way" / "..");
    EXPECT_EQ(refusal(kept, folder / "tdata"), ErrorCode::exists);
    EXPECT_EQ(refusal(kept, folder / "tdata/"), ErrorCode::exists);
    for (const char* name :
         {"tdata/new", "tdata/new/deeper/still", "tdata/sub/x", "way/new", "way/../new", "alias"}) {
        EXPECT_EQ(refusal(kept, folder / name), ErrorCode::cannot_write) << name;
    }
    EXPECT_EQ(refusal(kept, folder / "tdata2"), taken);
    EXPECT_EQ(refusal(kept, folder / "tdata/../beside"), taken);
}

TEST(Kept, AFolderThatIsReplacedHoldsNoSource) {
    const TempFolder folder;
    fs::create_directories(folder / "out/sub");
    put_file(folder / "out/sub/me.session", "x");
    Kept kept;
    kept.add(folder / "out/sub/me.session");
    EXPECT_EQ(refusal(kept, folder / "out", true), ErrorCode::cannot_write);
    EXPECT_EQ(refusal(kept, folder / "out/new.session"), taken);
}

TEST(Parents, AreMadePrivateAndGoAgainUnlessKept) {
    const TempFolder folder;
    const ::mode_t old = ::umask(0);
    {
        Parents made;
        ASSERT_TRUE(made.make(folder / "a/b/c/"));
        EXPECT_EQ(static_cast<unsigned>(fs::status(folder / "a/b").permissions()), 0700U);
        EXPECT_EQ(folder.listing(), "a a/b a/b/c");
    }
    EXPECT_EQ(folder.listing(), "");
    {
        Parents made;
        ASSERT_TRUE(made.make(folder / "a/b"));
        made.keep();
    }
    EXPECT_EQ(folder.listing(), "a a/b");
    ::umask(old);
    put_file(folder / "file", "x");
    EXPECT_EQ(Parents().make(folder / "file/sub").error().code, ErrorCode::exists);
    EXPECT_EQ(folder.listing(), "a a/b file");
}

TEST(ListFiles, LeavesTheAccessTimeOfAFolder) {
    const TempFolder folder;
    put_file(folder / "b", "x");
    put_file(folder / "a", "x");
    fs::create_directory(folder / "sub");
    fs::create_symlink("a", folder / "link");
    const timespec long_ago[] = {{1'000'000, 0}, {1'000'001, 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, folder.path().c_str(), long_ago, 0), 0);
    const auto names = list_files(folder.path());
    ASSERT_TRUE(names);
    EXPECT_EQ(*names, (std::vector<std::string>{"a", "b", "link"}));
    struct stat status{};
    ASSERT_EQ(::stat(folder.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_atim.tv_sec, 1'000'000);
    EXPECT_EQ(list_files(folder / "nowhere").error().code, ErrorCode::cannot_read);
}

}  // namespace
}  // namespace tgferry::io
