// tdata as a folder: where it is, containers, suffixes, data names, the layout before 2.1.14, the disk.
#include <gtest/gtest.h>

#include <filesystem>
#include <tgferry/tgferry.hpp>

#include "core/cursor.hpp"
#include "formats/tdata/config.hpp"
#include "formats/tdata/names.hpp"
#include "formats/tdata/qt.hpp"
#include "support/fixtures.hpp"
#include "support/keys.hpp"
#include "support/tdata_folder.hpp"
#include "support/tdata_outcome.hpp"
#include "support/temp_folder.hpp"

namespace tgferry::test {
namespace {

namespace fs = std::filesystem;
namespace tdata = formats::tdata;
using tdata::put_i32;

TEST(Tdata, TheFolderThatTelegramDesktopAccepts) {
    const auto bundle = read(Source::path(tests_folder() / "vectors" / "tdata"));
    ASSERT_TRUE(bundle) << bundle.error().text();
    EXPECT_EQ(summary(bundle), plain_outcome);
    EXPECT_EQ(bundle->format, "tdata");
    EXPECT_EQ(bundle->variant, "key data, wide ids, version 2.7.2");
    for (const std::uint8_t byte : bundle->active().key.reveal()) ASSERT_EQ(byte, 'A');
}

TEST(Tdata, TheFolderOrItsParent) {
    EXPECT_EQ(outcome(plain().all()), plain_outcome);
    FileMap parent;
    for (auto& [name, bytes] : plain().all()) parent.emplace("tdata/" + name, bytes.copy());
    EXPECT_EQ(outcome(std::move(parent)), plain_outcome);
    const TempFolder disk;
    fs::create_directories(disk / "tdata/D877F783D5D3EF8C");
    for (const auto& [name, bytes] : plain().all()) {
        put_file(disk / ("tdata/" + name), core::as_text(bytes.view()));
    }
    EXPECT_EQ(summary(read(Source::path(disk.path()))), plain_outcome);
    EXPECT_EQ(summary(read(Source::path(disk / "tdata"))), plain_outcome);
    const auto file = read(Source::path(disk / "tdata/key_datas"));
    ASSERT_FALSE(file);
    EXPECT_NE(file.error().message.find("name the folder"), std::string::npos) << file.error().text();
    EXPECT_EQ(summary(read(Source::path(disk / "tdata/key_datas"), {.format = "tdata"})), "unrecognised");
}

// The container.

TEST(TdataContainer, EachDamageIsNamed) {
    const auto damaged = [](const std::function<void(std::string&)>& damage) {
        FileMap files = plain().all();
        std::string bytes(core::as_text(files.find("key_datas")->second.view()));
        damage(bytes);
        files.insert_or_assign("key_datas", SecretBytes(core::as_bytes(bytes)));
        return said(std::move(files));
    };
    const auto expect = [](const std::string& got, std::string_view wanted) {
        EXPECT_NE(got.find(wanted), std::string::npos) << got;
        EXPECT_NE(got.find("key_datas"), std::string::npos) << got;
    };
    expect(damaged([](auto& bytes) { bytes.resize(23); }), "cut short: 23 bytes");
    expect(damaged([](auto& bytes) { bytes.clear(); }), "cut short: 0 bytes");
    expect(damaged([](auto& bytes) { bytes[0] = 'X'; }), "does not start with TDF$");
    expect(damaged([](auto& bytes) { bytes[50] ^= 1; }), "MD5 does not match the content");
    expect(damaged([](auto& bytes) { bytes.back() ^= 1; }), "MD5 does not match the content");
    expect(damaged([](auto& bytes) { bytes[5] ^= 1; }), "MD5 does not match the content");
    expect(damaged([](auto& bytes) { bytes.resize(bytes.size() - 1); }), "MD5 does not match the content");
}

TEST(TdataContainer, VersionsBeyondTheKnownAreReadWithAWarning) {
    TdataFolder folder = plain();
    for (const auto& [version, warning] :
         std::initializer_list<std::pair<std::int32_t, std::string_view>>{{9000000, "; newer_version"},
                                                                          {0, "; odd_version"},
                                                                          {-5, "; odd_version"},
                                                                          {1, ""},
                                                                          {6001002, ""}}) {
        folder.version = version;
        EXPECT_EQ(outcome(folder.all()), std::string(plain_outcome) + std::string(warning)) << version;
    }
}

TEST(TdataContainer, LargeFilesAreNotRead) {
    FileMap files = plain().all();
    files.insert_or_assign(auth_name, SecretBytes((std::size_t{16} << 20) + 1));
    EXPECT_EQ(outcome(std::move(files)), "cannot_read");
}

// Suffixes: s alone if it is there, else 0 and 1.

TEST(TdataSuffix, ZeroAndOneWhereThereIsNoS) {
    EXPECT_EQ(outcome(renamed(plain().all(), "key_datas", "key_data0")), plain_outcome);
    EXPECT_EQ(outcome(renamed(plain().all(), "key_datas", "key_data1")), plain_outcome);
    EXPECT_EQ(outcome(renamed(plain().all(), auth_name, "D877F783D5D3EF8C1")), plain_outcome);
}

TEST(TdataSuffix, ADamagedSIsReportedAndTheOlderCopyNamed) {
    FileMap files = plain().all();
    files.emplace("key_data0", files.find("key_datas")->second.copy());
    files.find("key_datas")->second.edit()[60] ^= 1;
    const std::string text = said(std::move(files));
    EXPECT_NE(text.find("MD5"), std::string::npos) << text;
    EXPECT_NE(text.find("key_data0"), std::string::npos) << text;
}

TEST(TdataSuffix, TheOtherOneWhereTheFirstIsDamaged) {
    FileMap files = renamed(plain().all(), auth_name, "D877F783D5D3EF8C1");
    files.emplace("D877F783D5D3EF8C0", SecretBytes(30));
    EXPECT_EQ(outcome(copy_of(files)), plain_outcome);
    files.insert_or_assign("D877F783D5D3EF8C1", SecretBytes(30));
    EXPECT_EQ(outcome(std::move(files)), "damaged");
}

TEST(TdataSuffix, InMemoryZeroComesFirstOnDiskTheNewer) {
    TdataFolder older = plain(), newer;
    newer.auth(0, wide_account(5, 2, {{2, sequence_key()}}));
    FileMap files = older.all();
    auto auth = files.extract(auth_name);
    files.emplace("D877F783D5D3EF8C0", auth.mapped().copy());
    files.emplace("D877F783D5D3EF8C1", newer.files.find(auth_name)->second.copy());
    EXPECT_EQ(outcome(copy_of(files)), plain_outcome);
    const TempFolder disk;
    for (const auto& [name, bytes] : files) put_file(disk / name, core::as_text(bytes.view()));
    const auto now = fs::file_time_type::clock::now();
    fs::last_write_time(disk / "D877F783D5D3EF8C0", now);
    fs::last_write_time(disk / "D877F783D5D3EF8C1", now);
    EXPECT_EQ(summary(read(Source::path(disk.path()))), plain_outcome) << "equal times";
    fs::last_write_time(disk / "D877F783D5D3EF8C1", now + std::chrono::seconds(1));
    EXPECT_EQ(summary(read(Source::path(disk.path()))), "5@2");
}

// Before 2.1.14: the local key lies in the map.

FileMap single_account(std::string_view passcode, std::string_view data_name = "data") {
    TdataFolder folder;
    folder.data_name = data_name;
    folder.version = 2001013;
    folder.auth(0, auth_block([](core::Writer& out) {
                    put_i32(out, 42);
                    put_i32(out, 1);
                    put_i32(out, 1);
                    put_key(out, 1, sequence_key());
                    put_i32(out, 0);
                }));
    const auto wrapper = tdata::LocalKey::derive_legacy(passcode, folder.salt.view());
    const auto wrapped = *tdata::seal_blob(wrapper, folder.key().reveal(),
                                           [](std::span<std::uint8_t>) { return Result<void>(); });
    const SecretBytes body = payload([&](core::Writer& out) {
        tdata::put_array(out, folder.salt.view());
        tdata::put_array(out, wrapped.view());
        tdata::put_array(out, folder.seal(SecretBytes()).view());
    });
    folder.files.emplace(folder.name_of(0) + "/map0", tdata::make_container(2001013, body.view()));
    return std::move(folder.files);
}

TEST(TdataSingleAccount, WithAndWithoutAPasscode) {
    const auto bundle = read_files(single_account(""));
    EXPECT_EQ(summary(bundle), "42@1");
    EXPECT_EQ(bundle->variant, "single account, narrow ids, version 2.1.13");
    EXPECT_EQ(outcome(single_account("x")), "passcode_required");
    EXPECT_EQ(outcome(single_account("x"), {.passcode = Passcode("y")}), "passcode_wrong");
    EXPECT_EQ(outcome(single_account("x"), {.passcode = Passcode("x")}), "42@1");
    EXPECT_EQ(outcome(single_account("", "work"), {.format = "tdata", .key_name = "Work"}), "42@1");
}

TEST(TdataSingleAccount, AMapOfTodayIsNoKey) {
    FileMap files = plain().all();
    files.erase("key_datas");
    const TdataFolder folder;
    const SecretBytes body = payload([&](core::Writer& out) {
        tdata::put_null_array(out);
        tdata::put_null_array(out);
        tdata::put_array(out, folder.seal(SecretBytes()).view());
    });
    files.emplace("D877F783D5D3EF8C/maps", tdata::make_container(tdata::wide_version, body.view()));
    const std::string text = said(std::move(files));
    EXPECT_NE(text.find("key_datas is missing"), std::string::npos) << text;
}

// Other data names.

TEST(TdataKeyNames, TheOneThatIsThereOrTheOneThatIsNamed) {
    TdataFolder folder;
    folder.data_name = "my-key_1";
    folder.auth(0, wide_account(8, 1, {{1, sequence_key()}}));
    EXPECT_EQ(outcome(folder.all()), "8@1");
    EXPECT_EQ(outcome(folder.all(), {.key_name = "My-Key_1!"}), "8@1");
    EXPECT_EQ(outcome(folder.all(), {.key_name = "other"}), "cannot_read");
    FileMap both = folder.all();
    for (auto& [name, bytes] : plain().all()) both.emplace(name, bytes.copy());
    EXPECT_EQ(outcome(copy_of(both)), plain_outcome);
    EXPECT_EQ(outcome(copy_of(both), {.key_name = "my-key_1"}), "8@1");
    both = renamed(std::move(both), "key_datas", "key_others");
    EXPECT_EQ(outcome(copy_of(both)), "invalid_argument");
    EXPECT_NE(said(copy_of(both)).find("--key-name my-key_1 or other"), std::string::npos);
}

TEST(TdataKeyNames, WithTheSignThatTelegramDesktopLeavesOut) {
    TdataFolder folder;
    folder.data_name = "a#b";
    folder.auth(0, wide_account(8, 1, {{1, sequence_key()}}));
    EXPECT_EQ(outcome(folder.all()), "8@1");
    EXPECT_EQ(outcome(folder.all(), {.key_name = "a#b"}), "8@1");
    const FileMap other = renamed(folder.all(), folder.name_of(0) + "s", tdata::hashed_name("a#b") + "s");
    EXPECT_EQ(outcome(copy_of(other)), "8@1") << "as opentele names it";
}

// The disk.

TEST(TdataOnDisk, LinksAndFoldersInPlaceOfFiles) {
    const TempFolder disk;
    fs::create_directory(disk / "in");
    fs::create_directory(disk / "out");
    for (const auto& [name, bytes] : plain().all())
        put_file(disk / ("in/" + name), core::as_text(bytes.view()));
    const fs::path auth = disk / ("in/" + std::string(auth_name));
    fs::rename(auth, disk / "out/auth");
    fs::create_symlink("../out/auth", auth);
    const auto outside = read(Source::path(disk / "in"));
    EXPECT_EQ(summary(outside), "cannot_read");
    EXPECT_NE(outside.error().text().find("leads out of the folder"), std::string::npos);
    fs::remove(auth);
    fs::rename(disk / "out/auth", disk / "in/elsewhere");
    fs::create_symlink("elsewhere", auth);
    EXPECT_EQ(summary(read(Source::path(disk / "in"))), plain_outcome) << "a link that stays inside";
    fs::remove(auth);
    fs::create_directory(auth);
    EXPECT_EQ(summary(read(Source::path(disk / "in"))), "cannot_read");
}

// Names.

FileMap with_names(FileMap files, char from, char to, int shift) {
    FileMap out;
    for (auto& [name, bytes] : files) {
        std::string changed = name;
        for (char& c : changed) {
            if (c >= from && c <= to) c = static_cast<char>(c + shift);
        }
        out.emplace(changed, std::move(bytes));
    }
    return out;
}

TEST(TdataNames, KnowNoCase) {
    const auto folder = [] {
        TdataFolder made = one_account(sequence_key());
        made.sealed(made.name_of(0) + "/configs", tdata::make_config(tdata::Environment::test));
        FileMap inside;
        for (auto& [name, bytes] : made.all()) inside.emplace("tdata/" + name, bytes.copy());
        return inside;
    };
    EXPECT_EQ(outcome(folder()), "123456789@2 test");
    FileMap lower = with_names(folder(), 'A', 'Z', 'a' - 'A');
    EXPECT_TRUE(lower.contains("tdata/d877f783d5d3ef8c/configs"));
    EXPECT_EQ(outcome(copy_of(lower)), "123456789@2 test");
    FileMap upper = with_names(folder(), 'a', 'z', 'A' - 'a');
    EXPECT_TRUE(upper.contains("TDATA/KEY_DATAS"));
    EXPECT_EQ(outcome(copy_of(upper)), "123456789@2 test");
    for (const FileMap* names : {&lower, &upper}) {
        const TempFolder on_disk;
        for (const auto& [name, bytes] : *names) {
            std::filesystem::create_directories((on_disk / name).parent_path());
            put_file(on_disk / name, core::as_text(bytes.view()));
        }
        EXPECT_EQ(summary(read(Source::path(on_disk.path()))), "123456789@2 test");
    }
}

}  // namespace
}  // namespace tgferry::test
