// Names of outputs: OUT as given, the format and the input's name, made one path.
#include <gtest/gtest.h>

#include "cli/stem.hpp"
#include "cli/target.hpp"
#include "support/temp_folder.hpp"

namespace tgferry::cli {
namespace {

namespace fs = std::filesystem;
using test::TempFolder;

std::string one(const std::string& out, std::string_view format, std::string_view stem = "me") {
    return Target(out, *find_format(format)).next(stem, false).string();
}

TEST(Target, OwnersThatAppendTheirExtensionFindTheFile) {
    EXPECT_EQ(one("pyro", "telethon-sqlite"), "pyro.session");
    EXPECT_EQ(one("pyro", "pyrogram-sqlite"), "pyro.session");
    EXPECT_EQ(one("pyro", "gramjs-sqlite"), "pyro.session");
    EXPECT_EQ(one("pyro", "telethon2-sqlite"), "pyro.session");
    EXPECT_EQ(one("dir.d/pyro", "telethon2-sqlite"), "dir.d/pyro.session");
    EXPECT_EQ(one("pyro.session", "telethon-sqlite"), "pyro.session");
    EXPECT_EQ(one("pyro.db", "telethon-sqlite"), "pyro.db.session");
    EXPECT_EQ(one("pyro.SESSION", "telethon-sqlite"), "pyro.SESSION.session");
    EXPECT_EQ(one("pyro.db", "telethon2-sqlite"), "pyro.db");
}

TEST(Target, OthersOpenWhatTheyAreTold) {
    for (const char* format : {"mtcute-sqlite", "mtgo-sqlite", "grammers-sqlite", "grammers-file",
                               "wtelegramclient", "telethon-string", "tgferry-json", "auth-key", "tdata"}) {
        EXPECT_EQ(one("out", format), "out") << format;
    }
}

TEST(Target, AFolderIsWrittenIntoAndNamedAfterTheInput) {
    const TempFolder folder;
    fs::create_directory(folder / "there");
    const std::string there = (folder / "there").string();
    EXPECT_EQ(one(there, "telethon-sqlite"), there + "/me.session");
    EXPECT_EQ(one(there, "auth-key"), there + "/me.hex");
    EXPECT_EQ(one(there, "session-json"), there + "/me.session");
    EXPECT_EQ(one("new/", "telethon-string"), "new/me.txt");
    EXPECT_EQ(one("new/", "tdata"), "new/me");
    EXPECT_EQ(one(there, "tdata"), there) << "a folder that is there is refused or replaced, not put into";
}

TEST(Target, APairHasOneBase) {
    const Target target("dir/acc.json", *find_format("session-json"));
    const auto path = target.would_be("", false);
    const std::vector<fs::path> both = {"dir/acc.session", "dir/acc.json"};
    EXPECT_EQ(target.parts(path), both);
    EXPECT_EQ(one("acc", "session-json"), "acc.session");
}

TEST(Target, NoTwoOutputsOfARunHaveOnePath) {
    Target target("out", *find_format("auth-key"));
    EXPECT_EQ(target.next("a", true), "out/a.hex");
    EXPECT_EQ(target.next("a-2", true), "out/a-2.hex");
    EXPECT_EQ(target.next("a", true), "out/a-3.hex");
    Target pairs("out", *find_format("session-json"));
    const auto first = pairs.next("a", true), second = pairs.next("a.json", true);
    EXPECT_NE(pairs.parts(first), pairs.parts(second)) << "the owner cuts .json off as well";
}

TEST(Target, ADashIsStandardOutput) {
    const auto check = [](const char* out, const char* format) {
        const Target target(out, *find_format(format));
        return target.is_stdout() && target.check().has_value();
    };
    EXPECT_TRUE(check("", "telethon-string"));
    EXPECT_TRUE(check("-", "telethon-string"));
    EXPECT_TRUE(check("-", "telethon-sqlite"));
    EXPECT_FALSE(check("", "telethon-sqlite"));
    EXPECT_FALSE(check("-", "tdata"));
    EXPECT_FALSE(check("-", "session-json"));
}

TEST(Target, NamesFitTheFileSystem) {
    const std::string longest(255, 'n');
    Target target("out", *find_format("telethon-sqlite"));
    for (int i = 0; i < 3; ++i) {
        const auto name = target.next(longest, true).filename().string();
        EXPECT_EQ(name.size(), 255U);
        EXPECT_TRUE(name.ends_with(".session"));
    }
    std::string foreign;
    while (foreign.size() < 254) foreign += "Ж";
    EXPECT_EQ(fitting_stem(foreign, ".txt").size(), 250U) << "cut between two characters";
}

TEST(Stem, IsTheInputsNameWithoutTheExtension) {
    EXPECT_EQ(stem_of("dir/me.session"), "me");
    EXPECT_EQ(stem_of("me.json"), "me");
    EXPECT_EQ(stem_of("tgnet.dat"), "tgnet");
    EXPECT_EQ(stem_of("me.2024"), "me.2024");
    EXPECT_EQ(stem_of("tdata"), "tdata");
    EXPECT_EQ(stem_of("dir/tdata/"), "tdata");
    EXPECT_EQ(stem_of(".session"), "session");
    EXPECT_EQ(stem_of("Жук-猫.session"), "Жук-猫");
}

TEST(Stem, OfDotsIsTheFoldersRealName) {
    const TempFolder folder;
    fs::create_directories(folder / "acc/sub");
    const fs::path before = fs::current_path();
    fs::current_path(folder / "acc/sub");
    EXPECT_EQ(stem_of("."), "sub");
    EXPECT_EQ(stem_of("./"), "sub");
    EXPECT_EQ(stem_of(".."), "acc");
    EXPECT_EQ(stem_of("../"), "acc");
    EXPECT_EQ(stem_of("../../acc/."), "acc");
    EXPECT_EQ(stem_of("/"), "session");
    fs::current_path(before);
}

}  // namespace
}  // namespace tgferry::cli
