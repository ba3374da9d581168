// tdata as it is written: byte for byte where nothing is random, the rules of the writer, and adding to a
// folder.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <tgferry/tgferry.hpp>

#include "core/cursor.hpp"
#include "core/hex.hpp"
#include "crypto/digest.hpp"
#include "formats/tdata/config.hpp"
#include "formats/tdata/key_data.hpp"
#include "formats/tdata/write.hpp"
#include "io/folder.hpp"
#include "support/child.hpp"
#include "support/compare.hpp"
#include "support/fixtures.hpp"
#include "support/keys.hpp"
#include "support/tdata_folder.hpp"
#include "support/temp_folder.hpp"

namespace tgferry::test {
namespace {

namespace fs = std::filesystem;
namespace tdata = formats::tdata;

Result<void> zeros(std::span<std::uint8_t>) {
    return {};
}

Session user(std::int64_t id, std::int32_t dc = 2, bool is_test = false) {
    Rng rng(static_cast<std::uint64_t>(id));
    Session session{.dc = dc, .key = random_key(rng), .test = is_test};
    session.user.id = id;
    return session;
}

Bundle bundle_of(std::vector<Session> sessions, std::size_t active = 0) {
    return {.sessions = std::move(sessions), .active_index = active};
}

Result<Written> written(const Bundle& bundle, const WriteOptions& options = {}) {
    return write_to_memory(bundle, "tdata", options);
}

std::string names_in(const FileMap& files) {
    std::string out;
    for (const auto& [name, bytes] : files) out += (out.empty() ? "" : " ") + name;
    return out;
}

std::string refusal(const Bundle& bundle, const WriteOptions& options = {}) {
    const auto result = written(bundle, options);
    return result ? "" : fmt::format("{}: {}", code_name(result.error().code), result.error().hint);
}

std::string codes(const std::vector<Warning>& warnings) {
    std::string out;
    for (const Warning& warning : warnings) out += (out.empty() ? "" : " ") + warning.code;
    return out;
}

std::string sha256(std::span<const std::uint8_t> bytes) {
    return std::string(reveal(core::encode_hex(crypto::sha256({bytes}))));
}

TEST(TdataWrite, ByteForByteTheFolderThatTelegramDesktopAccepts) {
    const std::vector<std::uint8_t> letters(256, 'A');
    Session session{.dc = 2, .key = *AuthKey::from(letters)};
    session.user.id = 123456789;
    const Session* one = &session;
    const TdataFolder fixed;  // salt and key of the vector
    const auto made = tdata::make_folder({{&one, 1}, 0}, {}, {fixed.salt.copy(), fixed.key().copy()}, zeros);
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_EQ(names_in(made->files), "D877F783D5D3EF8C/maps D877F783D5D3EF8Cs key_datas");
    const fs::path golden = tests_folder() / "vectors" / "tdata";
    for (const auto& [name, bytes] : made->files) {
        EXPECT_EQ(core::as_text(bytes.view()), file_content(golden / name)) << name;
    }
    EXPECT_EQ(sha256(made->files.at("key_datas").view()),
              "b9934e100da61bef5e0b7a23c7af807f6f73e9d5369271a61bf11ec9df920668");
    EXPECT_EQ(sha256(made->files.at("D877F783D5D3EF8Cs").view()),
              "396b131b3d863729bf949823c98bb6837911018c63cdafb4f6f8d59fc527d34b");
}

TEST(TdataWrite, SeveralAccountsAndTheActiveOne) {
    std::vector<Session> sessions;
    for (int i = 1; i <= 6; ++i) sessions.push_back(user(i, 1 + i % 3, i == 4));
    sessions[1].other_keys = {{5, sequence_key()}, {1, sessions[0].key}};
    const Bundle bundle = bundle_of(std::move(sessions), 3);
    const auto made = written(bundle);
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_EQ(codes(made->loss.warnings), "oldest_program");
    EXPECT_TRUE(made->loss.warnings[0].message.starts_with("Telegram Desktop 3.7.6 and newer"));
    const auto back = read(Source::files(copy_of(made->files)));
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(back->active_index, 3u);
    ASSERT_EQ(back->sessions.size(), 6u);
    for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(difference(bundle.sessions[i], back->sessions[i]), "") << i;
    EXPECT_TRUE(made->files.contains("C2B05980D9127787/configs"));
    EXPECT_FALSE(made->files.contains("D877F783D5D3EF8C/configs")) << "only test accounts need one";
    EXPECT_TRUE(made->files.contains("45D0FC5B5101406D/maps"));
    EXPECT_EQ(made->files.at("key_datas").size(), 404u + 16);
}

TEST(TdataWrite, NothingIsEverTheSameTwice) {
    const Bundle bundle = bundle_of({user(7)});
    const auto a = written(bundle), b = written(bundle);
    ASSERT_TRUE(a && b);
    EXPECT_EQ(names_in(a->files), names_in(b->files));
    for (const auto& [name, bytes] : a->files) {
        EXPECT_EQ(bytes.size(), b->files.at(name).size()) << name;
        EXPECT_FALSE(bytes == b->files.at(name)) << name << ": the local key is not fresh";
    }
}

TEST(TdataWrite, Refusals) {
    EXPECT_EQ(refusal(bundle_of({Session{.dc = 2, .key = sequence_key()}})),
              "missing_fact: supply it: --user-id N");
    for (const std::int64_t id : {std::int64_t{0}, std::int64_t{-5}, std::int64_t{1} << 48}) {
        EXPECT_EQ(refusal(bundle_of({user(1),
                                     [&] {
                                         Session s = user(2);
                                         s.user.id = id;
                                         return s;
                                     }()})),
                  id > 0 ? "missing_fact: supply it: --user-id N"
                         : "missing_fact: supply the right one: --user-id N")
            << id;
    }
    EXPECT_EQ(refusal(bundle_of({user(1, 6)})), "missing_fact: name the home DC: --dc N (1 to 5)");
    EXPECT_EQ(refusal(bundle_of({user(1, 4, true)})), "missing_fact: name the home DC: --dc N (1 to 3)");
    EXPECT_EQ(refusal(bundle_of({user(1), user(2), user(1)})), "invalid_argument: leave one of them out");
    EXPECT_EQ(refusal(bundle_of({user(1), user(1, 2, true)})), "") << "in both environments";
    std::vector<Session> seven;
    for (int i = 1; i <= 7; ++i) seven.push_back(user(i));
    EXPECT_EQ(refusal(bundle_of(std::move(seven))),
              "invalid_argument: write several folders; for a fork that loads more: --tdesktop-compat forks");
}

TEST(TdataWrite, KeysOfImpossibleDcsAreLeftOut) {
    Session session = user(1);
    session.other_keys = {
        {4, sequence_key()}, {0, sequence_key()}, {2, sequence_key()}, {4, session.key}, {1000, session.key}};
    const auto made = written(bundle_of({session}));
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_EQ(codes(made->loss.warnings), "key_skipped key_skipped key_skipped key_skipped oldest_program");
    const auto back = read(Source::files(copy_of(made->files)));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->active().key, session.key);
    ASSERT_EQ(back->active().other_keys.size(), 1u);
    EXPECT_EQ(back->active().other_keys[0].key, sequence_key());
}

TEST(TdataWrite, TheOldForm) {
    const WriteOptions old = {.tdesktop = TdesktopCompat::old};
    const auto made = written(bundle_of({user(INT32_MAX)}), old);
    ASSERT_TRUE(made) << made.error().text();
    const auto back = read(Source::files(copy_of(made->files)));
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(back->variant, "key data, narrow ids, version 2.1.14");
    EXPECT_EQ(back->active().user.id, INT32_MAX);
    EXPECT_EQ(refusal(bundle_of({user(std::int64_t{1} << 31)}), old),
              "invalid_argument: leave out --tdesktop-compat old");
}

TEST(TdataWrite, EachFormSaysWhatOpensIt) {
    const auto note = [](TdesktopCompat compat, int count) {
        std::vector<Session> sessions;
        for (int i = 1; i <= count; ++i) sessions.push_back(user(i));
        const auto made = written(bundle_of(std::move(sessions)), {.tdesktop = compat});
        return made ? made->loss.warnings.back().message : made.error().text();
    };
    const auto begins = [](const std::string& text, std::string_view with) {
        EXPECT_TRUE(text.starts_with(with)) << text;
    };
    begins(note(TdesktopCompat::old, 1), "Telegram Desktop 2.1.14 and newer");
    begins(note(TdesktopCompat::current, 3), "Telegram Desktop 2.7.2 and newer");
    begins(note(TdesktopCompat::current, 4), "Telegram Desktop 3.7.6 and newer");
    begins(note(TdesktopCompat::v7_3, 4), "Telegram Desktop 7.3.1 and newer");
    begins(note(TdesktopCompat::forks, 1), "Telegram Desktop 2.7.2 and newer");
    begins(note(TdesktopCompat::forks, 7), "only forks of Telegram Desktop that load 7 accounts");
}

TEST(TdataWrite, ForForksAsManyAsThereAre) {
    std::vector<Session> many;
    for (int i = 1; i <= 101; ++i) many.push_back(user(i));
    const Bundle bundle = bundle_of(std::move(many), 100);
    const auto made = written(bundle, {.tdesktop = TdesktopCompat::forks});
    ASSERT_TRUE(made) << made.error().text();
    const auto back = read(Source::files(copy_of(made->files)));
    ASSERT_TRUE(back) << back.error().text();
    ASSERT_EQ(back->sessions.size(), 101u);
    EXPECT_EQ(back->active_index, 100u);
    for (std::size_t i = 0; i < 101; ++i) EXPECT_EQ(back->sessions[i].key, bundle.sessions[i].key) << i;
}

TEST(TdataWrite, TheFormSince73) {
    const WriteOptions plain = {.tdesktop = TdesktopCompat::v7_3};
    const auto open = written(bundle_of({user(3)}), plain);
    ASSERT_TRUE(open) << open.error().text();
    const auto back = read(Source::files(copy_of(open->files)));
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(back->variant, "key data, wide ids, version 7.3.1");
    EXPECT_TRUE(back->warnings.empty());
    const WriteOptions with = {.passcode = Passcode("пароль"), .tdesktop = TdesktopCompat::v7_3};
    const auto locked = written(bundle_of({user(3)}), with);
    ASSERT_TRUE(locked) << locked.error().text();
    const auto code_with = [&](ReadOptions options) {
        const auto bundle = read(Source::files(copy_of(locked->files)), options);
        return bundle ? std::to_string(*bundle->active().user.id)
                      : std::string(code_name(bundle.error().code));
    };
    EXPECT_EQ(code_with({}), "passcode_required");
    EXPECT_EQ(code_with({.passcode = Passcode("other")}), "passcode_wrong");
    EXPECT_EQ(code_with({.passcode = Passcode("пароль")}), "3");
    const ReadOptions existing = {.passcode = Passcode("пароль")};
    const auto added =
        add_to_memory(bundle_of({user(5)}), "tdata", Source::files(copy_of(locked->files)), existing);
    ASSERT_TRUE(added) << added.error().text();
    FileMap after = copy_of(added->files);
    for (const auto& [name, bytes] : locked->files) after.emplace(name, bytes.copy());
    const auto both = read(Source::files(std::move(after)), existing);
    ASSERT_TRUE(both) << both.error().text();
    EXPECT_EQ(both->sessions.size(), 2u);
}

TEST(TdataWrite, APasscodeAndAKeyName) {
    const WriteOptions options = {.passcode = Passcode("пароль"), .key_name = "Work #2"};
    const TempFolder folder;
    const auto done = write(bundle_of({user(3), user(4)}), "tdata", folder / "tdata", options);
    ASSERT_TRUE(done) << done.error().text();
    EXPECT_TRUE(fs::exists(folder / "tdata/key_work2s")) << folder.listing();
    EXPECT_EQ(fs::status(folder / "tdata").permissions(), fs::perms::owner_all);
    const auto locked = read(Source::path(folder / "tdata"));
    ASSERT_FALSE(locked);
    EXPECT_EQ(locked.error().code, ErrorCode::passcode_required);
    const auto back =
        read(Source::path(folder.path()), {.passcode = Passcode("пароль"), .key_name = "work2"});
    ASSERT_TRUE(back) << back.error().text();
    EXPECT_EQ(back->sessions.size(), 2u);
}

// Replacing a folder.

TEST(TdataWrite, ForceReplacesAFolderOfItsOwnOnly) {
    const TempFolder folder;
    const fs::path target = folder / "tdata";
    const WriteOptions force = {.force = true, .passcode = Passcode("x")};
    ASSERT_TRUE(write(bundle_of({user(1, 2, true)}), "tdata", target, {.passcode = Passcode("other")}));
    const auto replaced = write(bundle_of({user(2)}), "tdata", target, force);
    EXPECT_TRUE(replaced) << replaced.error().text();
    put_file(target / "D877F783D5D3EF8C/3B1FB9D4F6A0C2E7s", "drafts");
    const auto refused = write(bundle_of({user(3)}), "tdata", target, force);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::exists);
    fs::remove(target / "D877F783D5D3EF8C/3B1FB9D4F6A0C2E7s");
    put_file(target / "settingss", "settings");
    EXPECT_FALSE(write(bundle_of({user(3)}), "tdata", target, force));
}

// Adding to a folder that exists.

class TdataAdd : public testing::Test {
  protected:
    /// What a read gives after an addition in memory.
    static Result<Bundle> with(const FileMap& before, const Bundle& added, const ReadOptions& existing = {}) {
        auto written = add_to_memory(added, "tdata", Source::files(copy_of(before)), existing);
        if (!written) return std::unexpected(std::move(written.error()));
        FileMap after = copy_of(written->files);
        for (const auto& [name, bytes] : before) after.emplace(name, bytes.copy());
        return read(Source::files(std::move(after)), existing);
    }
    static std::string ids(const Result<Bundle>& bundle) {
        if (!bundle) return std::string(code_name(bundle.error().code));
        std::string out;
        for (const Session& s : bundle->sessions) {
            out += fmt::format("{}{}{}", out.empty() ? "" : " ", *s.user.id, s.test ? " test" : "");
        }
        return out;
    }
};

TEST_F(TdataAdd, KeepsWhatIsThere) {
    TdataFolder folder;
    folder.version = 4006005;
    folder.auth(0, wide_account(100, 2, {{2, sequence_key()}}));
    folder.auth(3, wide_account(103, 2, {{2, sequence_key()}}));
    folder.accounts({3, 0}, 0);
    const FileMap before = folder.all();
    const auto added =
        add_to_memory(bundle_of({user(1, 4), user(2, 1, true)}), "tdata", Source::files(copy_of(before)), {});
    ASSERT_TRUE(added) << added.error().text();
    EXPECT_EQ(added->last, "key_datas");
    EXPECT_EQ(names_in(added->files),
              "A7FDF864FBC10B77/maps A7FDF864FBC10B77s F8806DD0C461824F/configs F8806DD0C461824F/maps "
              "F8806DD0C461824Fs key_datas")
        << "the lowest free places";
    const auto key_file = tdata::open_container(added->files.at("key_datas").view());
    ASSERT_TRUE(key_file);
    EXPECT_EQ(key_file->version, 4006005) << "never above, never below what the program wrote";
    const auto parts = tdata::parse_key_data(key_file->body);
    ASSERT_TRUE(parts);
    EXPECT_TRUE(std::ranges::equal(parts->salt, folder.salt.view()));
    EXPECT_TRUE(std::ranges::equal(parts->wrapped_key, folder.wrapped_key.view()));
    std::vector<Warning> none;
    const auto list = tdata::parse_account_list(tdata::open_blob(folder.key(), parts->list)->payload(), none);
    ASSERT_TRUE(list);
    EXPECT_EQ(list->indices, (std::vector<std::int32_t>{3, 0, 1, 2}));
    EXPECT_EQ(list->active, 0);
    EXPECT_EQ(tdata::open_container(added->files.at("A7FDF864FBC10B77s").view())->version,
              tdata::wide_version);
    const auto after = with(before, bundle_of({user(1, 4), user(2, 1, true)}));
    EXPECT_EQ(ids(after), "103 100 1 2 test");
    EXPECT_EQ(after->active_index, 1u);
}

TEST_F(TdataAdd, Refusals) {
    const FileMap before = one_account(sequence_key()).all();
    EXPECT_EQ(ids(with(before, bundle_of({user(5)}))), "123456789 5");
    EXPECT_EQ(ids(with(before, bundle_of({user(123456789)}))), "exists");
    EXPECT_EQ(ids(with(before, bundle_of({user(123456789, 2, true)}))), "123456789 123456789 test");
    EXPECT_EQ(ids(with(before, bundle_of({user(5), user(5)}))), "exists");
    EXPECT_EQ(ids(with(before, bundle_of({user(5, 9)}))), "missing_fact");
    EXPECT_EQ(ids(with(before, bundle_of({Session{.dc = 2, .key = sequence_key()}}))), "missing_fact");
    std::vector<Session> six;
    for (int i = 1; i <= 6; ++i) six.push_back(user(i));
    EXPECT_EQ(ids(with(before, bundle_of(std::move(six)))), "invalid_argument");
    const auto text =
        add_to_memory(bundle_of({user(5)}), "telethon-string", Source::files(copy_of(before)), {});
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, ErrorCode::invalid_argument);
}

TEST_F(TdataAdd, ToAForksFolderKeepsEveryEntry) {
    TdataFolder folder;
    std::vector<std::int32_t> indices = {1337, 70};
    for (std::int32_t i = 0; i < 6; ++i) indices.push_back(i);
    for (const std::int32_t i : indices) {
        folder.auth(i, wide_account(static_cast<std::uint64_t>(i) + 1000, 2, {{2, sequence_key()}}));
    }
    folder.accounts(indices, 70);
    const auto refused = add_to_memory(bundle_of({user(5)}), "tdata", Source::files(folder.all()), {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    EXPECT_NE(refused.error().hint.find("--tdesktop-compat forks"), std::string::npos);
    FileMap files = folder.all();
    const auto added = add_to_memory(bundle_of({user(5), user(6)}), "tdata", Source::files(copy_of(files)),
                                     {}, {.tdesktop = TdesktopCompat::forks});
    ASSERT_TRUE(added) << added.error().text();
    for (const auto& [name, bytes] : added->files) files.insert_or_assign(name, bytes.copy());
    const auto after = read(Source::files(std::move(files)));
    EXPECT_EQ(ids(after), "2337 1070 1000 1001 1002 1003 1004 1005 5 6");
    EXPECT_EQ(after->active_index, 1u);
}

TEST_F(TdataAdd, NeedsThePasscodeAndKeepsIt) {
    const FileMap before = one_account(sequence_key(), "x").all();
    EXPECT_EQ(ids(with(before, bundle_of({user(5)}))), "passcode_required");
    EXPECT_EQ(ids(with(before, bundle_of({user(5)}), {.passcode = Passcode("y")})), "passcode_wrong");
    EXPECT_EQ(ids(with(before, bundle_of({user(5)}), {.passcode = Passcode("x")})), "123456789 5");
}

TEST_F(TdataAdd, ToAFolderOfAnOldProgramInItsForm) {
    TdataFolder folder = one_account(sequence_key());
    folder.version = 2005001;
    folder.auth(0, payload([](core::Writer& out) {
                    out.bytes(auth_block([](core::Writer& block) {
                                  block.u32_be(9);
                                  block.u32_be(2);
                                  block.u32_be(1);
                                  put_key(block, 2, sequence_key());
                                  block.u32_be(0);
                              }).view());
                }));
    const auto added = add_to_memory(bundle_of({user(5)}), "tdata", Source::files(folder.all()), {});
    ASSERT_TRUE(added) << added.error().text();
    EXPECT_EQ(tdata::open_container(added->files.at("A7FDF864FBC10B77s").view())->version, 2005001);
    EXPECT_EQ(ids(with(folder.all(), bundle_of({user(5)}))), "9 5");
    EXPECT_EQ(ids(with(folder.all(), bundle_of({user(std::int64_t{1} << 40)}))), "invalid_argument");
}

TEST_F(TdataAdd, BytesBehindTheListStay) {
    const TdataFolder folder = one_account(sequence_key());
    FileMap before = folder.all();
    const auto content = tdata::open_container(before.at("key_datas").view());
    const SecretBytes longer = payload([&](core::Writer& out) {
        out.bytes(content->body);
        out.text("a trailer");
    });
    before.insert_or_assign("key_datas", tdata::make_container(9000000, longer.view()));
    const auto added = add_to_memory(bundle_of({user(5)}), "tdata", Source::files(copy_of(before)), {});
    ASSERT_TRUE(added) << added.error().text();
    const auto after = tdata::open_container(added->files.at("key_datas").view());
    EXPECT_TRUE(core::as_text(after->body).ends_with("a trailer"));
    EXPECT_EQ(codes(added->loss.warnings), "newer_version oldest_program")
        << "what is doubtful about the folder is said";
    EXPECT_EQ(after->version, 9000000);
}

TEST_F(TdataAdd, LeftoversDoNotChangeTheEnvironment) {
    TdataFolder folder = one_account(sequence_key());
    for (std::int32_t i = 1; i < 6; ++i) {
        folder.sealed(folder.name_of(i) + "/configs", tdata::make_config(tdata::Environment::test));
    }
    const auto after = with(folder.all(), bundle_of({user(5)}));
    EXPECT_EQ(ids(after), "123456789 5") << "a production account stays one";
}

TEST_F(TdataAdd, ADamagedAccountKeepsItsPlace) {
    TdataFolder folder = one_account(sequence_key());
    folder.accounts({1, 0}, 0);
    const auto after = with(folder.all(), bundle_of({user(5)}));
    EXPECT_EQ(ids(after), "123456789 5");
    ASSERT_EQ(after->lost.size(), 1u);
    EXPECT_EQ(after->position(1), 2u);
}

void put_files(const fs::path& folder, const FileMap& files) {
    for (const auto& [name, bytes] : files) {
        fs::create_directories((folder / name).parent_path());
        put_file(folder / name, core::as_text(bytes.view()));
    }
}

TEST_F(TdataAdd, OnDiskIntoTheFolderOrItsParent) {
    const TempFolder folder;
    put_files(folder / "tdata", one_account(sequence_key()).all());
    put_file(folder / "tdata/settingss", "stays");
    const auto done = add(bundle_of({user(5)}), "tdata", folder.path(), {});
    ASSERT_TRUE(done) << done.error().text();
    EXPECT_EQ(folder.listing(),
              "tdata tdata/A7FDF864FBC10B77 tdata/A7FDF864FBC10B77/maps tdata/A7FDF864FBC10B77s "
              "tdata/D877F783D5D3EF8Cs tdata/key_datas tdata/settingss");
    EXPECT_EQ(ids(read(Source::path(folder.path()))), "123456789 5");
    ASSERT_TRUE(add(bundle_of({user(6)}), "tdata", folder / "tdata", {}));
    EXPECT_EQ(ids(read(Source::path(folder.path()))), "123456789 5 6");
}

TEST_F(TdataAdd, NotWhileAnotherProgramHasFilesOfTheFolderOpen) {
    const TempFolder folder;
    put_files(folder.path(), one_account(sequence_key()).all());
    put_file(folder / "binlog", "");
    Child other([&] { return std::fopen((folder / "binlog").c_str(), "r") != nullptr; });
    ASSERT_TRUE(other.ok());
    const std::string before = folder.listing();
    const auto refused = add(bundle_of({user(5)}), "tdata", folder.path(), {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::in_use) << refused.error().text();
    EXPECT_EQ(folder.listing(), before);
    other.kill();
    EXPECT_TRUE(add(bundle_of({user(5)}), "tdata", folder.path(), {}));
}

TEST_F(TdataAdd, NotWhileAnotherRunHoldsTheFolder) {
    const TempFolder folder;
    put_files(folder / "tdata", one_account(sequence_key()).all());
    for (const fs::path& held : {folder.path(), folder / "tdata"}) {
        auto hold = io::FolderHold::take(held, "", false);
        ASSERT_TRUE(hold) << hold.error().text();
        const auto refused = add(bundle_of({user(5)}), "tdata", folder.path(), {});
        ASSERT_FALSE(refused) << held;
        EXPECT_EQ(refused.error().code, ErrorCode::in_use) << refused.error().text();
    }
    EXPECT_TRUE(add(bundle_of({user(5)}), "tdata", folder.path(), {}));
}

}  // namespace
}  // namespace tgferry::test
