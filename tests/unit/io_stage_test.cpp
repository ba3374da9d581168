// What lies on the disk before a result has its name, and what becomes of it when its maker is killed.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/cursor.hpp"
#include "core/parallel.hpp"
#include "io/commit.hpp"
#include "io/lock.hpp"
#include "io/sync.hpp"
#include "io/temporary.hpp"
#include "support/child.hpp"
#include "support/temp_folder.hpp"

namespace tgferry::io {
namespace {

namespace fs = std::filesystem;
using test::Child;
using test::file_content;
using test::put_file;
using test::TempFolder;

FileMap files(std::initializer_list<std::pair<const char*, std::string>> list) {
    FileMap out;
    for (const auto& [name, content] : list) out.emplace(name, SecretBytes(core::as_bytes(content)));
    return out;
}

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
    return names;
}

bool has_unnamed_files(const fs::path& folder) {
    return static_cast<bool>(Descriptor(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)));
}

Result<Pending> pending_file(const fs::path& target, const char* content, bool replace = false) {
    return Pending::make(files({{"", content}}), Shape::file, target, replace);
}

std::vector<Result<void>> publish_all(std::vector<Pending>& all) {
    std::vector<Pending*> each;
    for (Pending& pending : all) each.push_back(&pending);
    return publish(each);
}

TEST(Staging, AFileHasNoNameUntilItIsPublished) {
    const TempFolder folder;
    {
        const auto pending = pending_file(folder / "a", "secret");
        ASSERT_TRUE(pending);
        const auto names = names_in(folder.path());
        if (has_unnamed_files(folder.path())) {
            EXPECT_TRUE(names.empty());
        } else {
            ASSERT_EQ(names.size(), 1u);
            EXPECT_TRUE(is_temporary_name(names.front()));
        }
    }
    EXPECT_EQ(folder.listing(), "") << "what is not published goes";
}

TEST(Staging, ANameMayBeAsLongAsTheFileSystemAllows) {
    const TempFolder folder;
    const std::string longest(255, 'n');
    for (const bool replace : {false, true}) {
        ASSERT_TRUE(commit(files({{"", "x"}}), Shape::file, folder / longest, replace)) << replace;
    }
    EXPECT_EQ(folder.listing(), longest);
    const std::string other(255, 'f');
    ASSERT_TRUE(commit(files({{"a", "x"}}), Shape::folder, folder / other, false));
}

TEST(TemporaryNames, AreKnownByTheirForm) {
    const TempFolder folder;
    EXPECT_TRUE(is_temporary_name(temporary_name("/x").filename().native()));
    EXPECT_NE(temporary_name("/x"), temporary_name("/x"));
    for (const char* name : {"", ".tgferry-", ".tgferry-abcde", ".tgferry-abcdefg", ".tgferry-abc.ef",
                             "tgferry-abcdef", "a.tgferry-abcdef"}) {
        EXPECT_FALSE(is_temporary_name(name)) << name;
    }
}

TEST(Sweeping, TakesWhatNobodyHolds) {
    const TempFolder folder;
    put_file(folder / ".tgferry-aaaaaa", "key");
    fs::create_directories(folder / ".tgferry-bbbbbb/inner");
    put_file(folder / ".tgferry-bbbbbb/inner/file", "key");
    put_file(folder / ".tgferry-short", "other");  // five letters
    put_file(folder / ".hidden", "other");
    fs::create_symlink(".hidden", folder / ".tgferry-cccccc");
    Temporary file, made;
    ASSERT_EQ(make_temporary_file(folder.path(), file), 0);
    ASSERT_EQ(make_temporary_folder(folder.path(), made), 0);
    sweep(folder.path());
    EXPECT_FALSE(fs::exists(folder / ".tgferry-aaaaaa") || fs::exists(folder / ".tgferry-bbbbbb"));
    EXPECT_TRUE(fs::exists(file.path) && fs::exists(made.path)) << "their makers live";
    EXPECT_TRUE(fs::exists(folder / ".tgferry-short") && fs::is_symlink(folder / ".tgferry-cccccc"));
    file.opened = Descriptor();
    made.opened = Descriptor();
    sweep(folder.path());
    EXPECT_EQ(folder.listing(), ".hidden .tgferry-cccccc .tgferry-short");
}

TEST(Sweeping, TheNextRunTakesWhatAKilledOneLeft) {
    const TempFolder folder;
    const auto stage_and_wait = [&] {
        static auto pending = Pending::make(files({{"a", "key"}}), Shape::folder, folder / "out", false);
        return pending.has_value();
    };
    Child other(stage_and_wait);
    ASSERT_TRUE(other.ok());
    ASSERT_TRUE(commit(files({{"", "1"}}), Shape::file, folder / "one", false));
    EXPECT_EQ(names_in(folder.path()).size(), 2u) << "the other one is still at work";
    other.kill();
    EXPECT_EQ(names_in(folder.path()).size(), 2u);
    ASSERT_TRUE(commit(files({{"", "2"}}), Shape::file, folder / "two", false));
    EXPECT_EQ(folder.listing(), "one two");
}

TEST(Publishing, EachHasItsOwnResult) {
    const TempFolder folder;
    put_file(folder / "b", "old");
    std::vector<Pending> all;
    for (const char* name : {"a", "b", "c", "a"}) all.push_back(*pending_file(folder / name, name));
    all.push_back(
        *Pending::make(files({{".session", "s"}, {".json", "j"}}), Shape::pair, folder / "d", false));
    all.push_back(*Pending::make(files({{"x/y", "1"}}), Shape::folder, folder / "e", false));
    const auto results = publish_all(all);
    ASSERT_EQ(results.size(), 6u);
    EXPECT_TRUE(results[0] && results[2] && results[4] && results[5]);
    EXPECT_EQ(results[1].error().code, ErrorCode::exists);
    EXPECT_EQ(results[1].error().file, (folder / "b").string());
    EXPECT_EQ(results[3].error().code, ErrorCode::exists) << "the first of two with one name has it";
    all.clear();
    EXPECT_EQ(folder.listing(), "a b c d.json d.session e e/x e/x/y");
    EXPECT_EQ(file_content(folder / "a") + file_content(folder / "b"), "aold");
}

TEST(Publishing, ManyAreSyncedAtOnce) {
    const TempFolder folder;
    std::vector<Pending> all;
    for (int i = 0; i < 300; ++i) all.push_back(*pending_file(folder / std::to_string(i), "content"));
    for (const auto& result : publish_all(all)) ASSERT_TRUE(result);
    all.clear();
    EXPECT_EQ(names_in(folder.path()).size(), 300u);
}

TEST(Publishing, WhatIsTakenBackIsAsItWas) {
    const TempFolder folder;
    put_file(folder / "a.session", "old s");
    put_file(folder / "a.json", "old j");
    for (const bool replace : {true, false}) {
        const char* target = replace ? "a" : "b";
        auto pending =
            Pending::make(files({{".session", "s"}, {".json", "j"}}), Shape::pair, folder / target, replace);
        ASSERT_TRUE(pending);
        Pending* one = &*pending;
        ASSERT_TRUE(publish({&one, 1}).front());
        EXPECT_EQ(file_content(folder / (std::string(target) + ".session")), "s");
        pending->take_back();
    }
    EXPECT_EQ(folder.listing(), "a.json a.session");
    EXPECT_EQ(file_content(folder / "a.session") + file_content(folder / "a.json"), "old sold j");
}

/// A run that was killed between the two has left the .json, which is no session; the same run again goes on.
TEST(Publishing, HalfAPairOfTheSameIsCompleted) {
    const TempFolder folder;
    const FileMap pair = files({{".session", "s"}, {".json", "j"}});
    put_file(folder / "a.json", "j");
    ASSERT_TRUE(commit(pair, Shape::pair, folder / "a", false));
    EXPECT_EQ(folder.listing(), "a.json a.session");
    put_file(folder / "b.json", "J");
    EXPECT_EQ(commit(pair, Shape::pair, folder / "b", false).error().code, ErrorCode::exists);
    EXPECT_EQ(file_content(folder / "b.json"), "J");
    EXPECT_FALSE(fs::exists(folder / "b.session"));
}

TEST(SyncList, TellsEachOwner) {
    const TempFolder folder;
    put_file(folder / "a", "1");
    SyncList list(3);
    list.add(0, folder / "a");
    list.add(1, folder / "none");
    list.add(2, folder.path());
    EXPECT_EQ(list.run(), (std::vector<int>{0, ENOENT, 0}));
    SyncList many(2);
    for (int i = 0; i < 50; ++i) many.add(0, folder / "a");
    many.add(1, folder / "none");
    EXPECT_EQ(many.run(), (std::vector<int>{0, ENOENT}));
}

TEST(InParallel, DoesEachOnceAndThrowsHere) {
    std::vector<std::atomic<int>> done(1000);
    core::in_parallel(done.size(), [&](std::size_t i) { ++done[i]; }, 8);
    EXPECT_TRUE(std::ranges::all_of(done, [](const auto& count) { return count == 1; }));
    core::in_parallel(0, [](std::size_t) { FAIL(); });
    const auto fail_at_7 = [](std::size_t i) {
        if (i == 7) throw std::bad_alloc();
    };
    EXPECT_THROW(core::in_parallel(100, fail_at_7, 4), std::bad_alloc);
}

}  // namespace
}  // namespace tgferry::io
