// Publishing: private, whole or not at all, and nothing left behind.
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "core/cursor.hpp"
#include "io/commit.hpp"
#include "io/file.hpp"
#include "io/lock.hpp"
#include "support/child.hpp"
#include "support/temp_folder.hpp"

namespace tgferry::io {
namespace {

namespace fs = std::filesystem;
using test::file_content;
using test::put_file;
using test::TempFolder;

FileMap files(std::initializer_list<std::pair<const char*, std::string>> list) {
    FileMap out;
    for (const auto& [name, content] : list) out.emplace(name, SecretBytes(core::as_bytes(content)));
    return out;
}

unsigned mode(const fs::path& path) {
    return static_cast<unsigned>(fs::status(path).permissions());
}

TEST(Commit, AFileIsPrivate) {
    const TempFolder folder;
    const ::mode_t old = ::umask(0);  // even where the user lets everybody read
    ASSERT_TRUE(commit(files({{"", "content"}}), Shape::file, folder / "a.session", false));
    ASSERT_TRUE(commit(files({{"x", "1"}, {"y", "2"}}), Shape::folder, folder / "store", false));
    ASSERT_TRUE(commit(files({{".session", "s"}, {".json", "j"}}), Shape::pair, folder / "acc", false));
    ::umask(old);
    EXPECT_EQ(file_content(folder / "a.session"), "content");
    EXPECT_EQ(folder.listing(), "a.session acc.json acc.session store store/x store/y");
    for (const char* name : {"a.session", "acc.json", "acc.session", "store/x", "store/y"}) {
        EXPECT_EQ(mode(folder / name), 0600u) << name;
    }
    EXPECT_EQ(mode(folder / "store"), 0700u);
}

TEST(Commit, NothingIsReplacedUnasked) {
    const TempFolder folder;
    put_file(folder / "a", "old");
    fs::create_directory(folder / "d");
    fs::create_symlink("nowhere", folder / "link");
    for (const char* name : {"a", "d", "link"}) {
        const auto done = commit(files({{"", "new"}}), Shape::file, folder / name, false);
        ASSERT_FALSE(done) << name;
        EXPECT_EQ(done.error().code, ErrorCode::exists) << name;
        EXPECT_FALSE(done.error().hint.empty());
    }
    EXPECT_EQ(commit(files({{"x", "new"}}), Shape::folder, folder / "d", false).error().code,
              ErrorCode::exists);
    EXPECT_EQ(file_content(folder / "a"), "old");
    EXPECT_EQ(folder.listing(), "a d link");
}

TEST(Commit, ReplacingExchanges) {
    const TempFolder folder;
    put_file(folder / "a", "old");
    fs::permissions(folder / "a", fs::perms(0644));
    ASSERT_TRUE(commit(files({{"", "new"}}), Shape::file, folder / "a", true));
    EXPECT_EQ(file_content(folder / "a"), "new");
    EXPECT_EQ(mode(folder / "a"), 0600u) << "not the old file's permissions";
    ASSERT_TRUE(commit(files({{"x", "1"}}), Shape::folder, folder / "d", true));
    ASSERT_TRUE(commit(files({{"y", "2"}}), Shape::folder, folder / "d", true));
    EXPECT_EQ(folder.listing(), "a d d/y") << "a replaced folder keeps nothing of the old one";
}

TEST(Commit, ASymlinkIsReplacedAndNotFollowed) {
    const TempFolder folder;
    put_file(folder / "other", "theirs");
    fs::create_symlink(folder / "other", folder / "link");
    ASSERT_TRUE(commit(files({{"", "new"}}), Shape::file, folder / "link", true));
    EXPECT_EQ(file_content(folder / "other"), "theirs");
    EXPECT_FALSE(fs::is_symlink(folder / "link"));
}

TEST(Commit, APairIsBothOrNeither) {
    const TempFolder folder;
    const FileMap pair = files({{".session", "s"}, {".json", "j"}});
    for (const char* blocked : {"acc.session", "acc.json"}) {
        put_file(folder / blocked, "old");
        EXPECT_EQ(commit(pair, Shape::pair, folder / "acc", false).error().code, ErrorCode::exists);
        EXPECT_EQ(folder.listing(), blocked);
        EXPECT_EQ(file_content(folder / blocked), "old");
        fs::remove(folder / blocked);
    }
    put_file(folder / "acc.json", "old j");
    ASSERT_TRUE(commit(pair, Shape::pair, folder / "acc", true));
    EXPECT_EQ(file_content(folder / "acc.json") + file_content(folder / "acc.session"), "js");
    EXPECT_EQ(folder.listing(), "acc.json acc.session");
}

/// The second half cannot be put in place: the first comes back as it was.
TEST(Commit, APairThatFailsHalfWayIsTakenBack) {
    const TempFolder folder;
    put_file(folder / "acc.json", "old j");
    fs::create_directory(folder / "acc.session");
    put_file(folder / "acc.session" / "inside", "x");
    const FileMap pair = files({{".session", "s"}, {".json", "j"}});
    const auto done = commit(pair, Shape::pair, folder / "acc", false);
    ASSERT_FALSE(done);
    EXPECT_EQ(file_content(folder / "acc.json"), "old j");
    EXPECT_EQ(folder.listing(), "acc.json acc.session acc.session/inside");
}

TEST(Commit, AMissingOrClosedFolderIsAnError) {
    const TempFolder folder;
    const auto missing = commit(files({{"", "x"}}), Shape::file, folder / "no" / "a", false);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::cannot_write);
    EXPECT_EQ(missing.error().file, (folder / "no" / "a").string());
    EXPECT_EQ(folder.listing(), "");
}

TEST(Commit, FoldersInAFolderArePrivateToo) {
    const TempFolder folder;
    const ::mode_t old = ::umask(0);
    ASSERT_TRUE(
        commit(files({{"a", "1"}, {"b/c", "2"}, {"b/d/e", "3"}}), Shape::folder, folder / "out", false));
    ::umask(old);
    EXPECT_EQ(folder.listing(), "out out/a out/b out/b/c out/b/d out/b/d/e");
    EXPECT_EQ(mode(folder / "out" / "b"), 0700u);
    EXPECT_EQ(mode(folder / "out" / "b" / "d" / "e"), 0600u);
    EXPECT_EQ(file_content(folder / "out" / "b" / "c"), "2");
}

TEST(Commit, ASlashAtTheEndMeansTheFolder) {
    const TempFolder folder;
    ASSERT_TRUE(commit(files({{"x", "1"}}), Shape::folder, folder.path() / "out" / "", false));
    EXPECT_EQ(folder.listing(), "out out/x");
}

enum Outcome : int { fine = 0, no_disk = 77 };

/// In a mount namespace of the child's own, so that nothing stays mounted whatever happens.
bool mount_small_disk(const fs::path& place) {
    const int asked = ::geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER;
    if (::unshare(asked) != 0) return false;
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
    return ::mount("tmpfs", place.c_str(), "tmpfs", 0, "size=64k,mode=700") == 0;
}

bool on_full_disk(const fs::path& place, Shape shape, bool replace) {
    const fs::path target = place / "out";
    const auto none_or = [&](const char* name) {
        return fs::exists(place / name) ? file_content(place / name) : std::string("none");
    };
    const std::string big(100'000, 'x');
    const FileMap too_much = shape == Shape::file     ? files({{"", big}})
                             : shape == Shape::folder ? files({{"a", "small"}, {"b", big}})
                                                      : files({{".json", "small"}, {".session", big}});
    const std::string before = none_or("out") + none_or("out.json") + none_or("out.session");
    const auto names = [&] {
        std::string all;
        for (const auto& entry : fs::directory_iterator(place)) all += entry.path().filename().string() + " ";
        return all.size();
    };
    const std::size_t names_before = names();
    const auto done = commit(too_much, shape, target, replace);
    const bool refused = !done && done.error().code == ErrorCode::cannot_write;
    const bool hinted = !done && done.error().hint.find("space") != std::string::npos;
    const std::string after = none_or("out") + none_or("out.json") + none_or("out.session");
    if (!refused || !hinted || before != after || names() != names_before) {
        std::fprintf(stderr, "shape %d replace %d: refused %d hinted %d, before %zu bytes, after %zu\n",
                     static_cast<int>(shape), replace, refused, hinted, before.size(), after.size());
        return false;
    }
    return true;
}

TEST(Commit, AFullDiskLeavesNothingBehind) {
    const TempFolder folder;
    const int outcome = test::in_child([&]() -> int {
        if (!mount_small_disk(folder.path())) return no_disk;
        if (!commit(files({{"", "fits"}}), Shape::file, folder / "fits", false)) return 2;
        for (const Shape shape : {Shape::file, Shape::folder, Shape::pair}) {
            if (!on_full_disk(folder.path(), shape, false)) return 3;
        }
        put_file(folder / "out.json", "old");
        if (!on_full_disk(folder.path(), Shape::pair, true)) return 4;
        put_file(folder / "out", "old");
        if (!on_full_disk(folder.path(), Shape::file, true)) return 5;
        return fine;
    });
    if (outcome == no_disk)
        GTEST_SKIP() << "no right to mount a small disk: neither root nor user namespaces";
    EXPECT_EQ(outcome, fine);
}

TEST(Lock, OneHolderAtATimeAndNothingLeft) {
    const TempFolder folder;
    {
        const auto held = lock_folder(folder.path());
        ASSERT_TRUE(held);
        const auto second = lock_folder(folder.path());
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, ErrorCode::in_use);
        EXPECT_FALSE(second.error().hint.empty());
        EXPECT_EQ(folder.listing(), "");
    }
    EXPECT_TRUE(lock_folder(folder.path())) << "it went with its holder";
    EXPECT_EQ(lock_folder(folder / "none").error().code, ErrorCode::cannot_read);
}

}  // namespace
}  // namespace tgferry::io
