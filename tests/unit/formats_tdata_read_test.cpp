// What a tdata folder means, and what each damage to it leads to: the error, the warning, and that the other
// accounts survive.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <tgferry/tgferry.hpp>

#include "formats/tdata/config.hpp"
#include "formats/tdata/names.hpp"
#include "formats/tdata/qt.hpp"
#include "support/fixtures.hpp"
#include "support/keys.hpp"
#include "support/tdata_folder.hpp"
#include "support/temp_folder.hpp"

namespace tgferry::test {
namespace {

namespace fs = std::filesystem;
namespace tdata = formats::tdata;
using tdata::put_i32;

AuthKey key_of(std::uint64_t seed) {
    Rng rng(seed);
    return random_key(rng);
}

/// "USER@DC" of each account with " test" and " keys of DCs", the lost ones, then the codes of the warnings;
/// or the error's code.
std::string summary(const Result<Bundle>& bundle) {
    if (!bundle) return std::string(code_name(bundle.error().code));
    std::string out;
    for (const Session& s : bundle->sessions) {
        out += fmt::format("{}{}@{}{}", out.empty() ? "" : ", ", s.user.id.value_or(0), s.dc,
                           s.test ? " test" : "");
        for (const DcKey& other : s.other_keys) out += fmt::format(" +{}", other.dc);
    }
    for (const LostAccount& lost : bundle->lost) {
        out += fmt::format("; {} lost: {}", lost.position, code_name(lost.error.code));
    }
    std::string codes;
    for (const Warning& warning : bundle->warnings) codes += " " + warning.code;
    return out + (codes.empty() ? "" : ";" + codes);
}

Result<Bundle> read_files(FileMap files, ReadOptions options = {}) {
    return read(Source::files(std::move(files)), options);
}
std::string outcome(FileMap files, ReadOptions options = {}) {
    return summary(read_files(std::move(files), std::move(options)));
}
/// What the error says, with its file and hint.
std::string said(FileMap files, ReadOptions options = {}) {
    const auto bundle = read_files(std::move(files), std::move(options));
    return bundle ? "" : bundle.error().text() + " | " + bundle.error().hint;
}

TdataFolder plain() {
    return one_account(sequence_key());
}
constexpr std::string_view plain_outcome = "123456789@2";
constexpr const char* auth_name = "D877F783D5D3EF8Cs";

/// An account's files with these bytes behind "wide id, user, dc": what follows the home DC.
std::string with_auth(const SecretBytes& auth) {
    TdataFolder folder;
    folder.auth(0, auth);
    return outcome(folder.all());
}

TEST(Tdata, TheFolderThatTelegramDesktopAccepts) {
    const auto bundle = read(Source::path(fs::path(TGFERRY_TESTS_DIR) / "vectors" / "tdata"));
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
         std::initializer_list<std::pair<std::int32_t, std::string_view>>{{7000000, "; newer_version"},
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

FileMap renamed(FileMap files, const std::string& from, const std::string& to) {
    auto node = files.extract(from);
    node.key() = to;
    files.insert(std::move(node));
    return files;
}

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

// The key file.

TEST(TdataKeyFile, Damages) {
    const auto with = [](const std::function<void(TdataFolder&)>& damage) {
        TdataFolder folder = plain();
        damage(folder);
        return said(folder.all());
    };
    const auto expect = [](const std::string& got, std::string_view wanted) {
        EXPECT_NE(got.find(wanted), std::string::npos) << got;
    };
    expect(with([](auto& f) { f.salt.shrink(16); }), "length of the salt");
    expect(with([](auto& f) { f.wrapped_key.shrink(272); }), "length of the wrapped key");
    expect(with([](auto& f) { f.wrapped_key = SecretBytes(); }), "length of the wrapped key");
    expect(with([](auto& f) {
               const auto wrapper = tdata::LocalKey::derive("", f.salt.view());
               SecretBytes short_key = payload([](core::Writer& out) {
                   out.u32_le(4 + 255);
                   for (int i = 0; i < 268; ++i) out.u8(1);
               });
               f.wrapped_key = seal_plain(wrapper, short_key.view());
           }),
           "not one of 256 bytes");
    expect(with([](auto& f) { f.accounts({}, 0); }), "number of accounts");
    expect(with([](auto& f) { f.accounts(std::vector<std::int32_t>(65, 0), 0); }), "number of accounts");
    expect(with([](auto& f) { f.accounts({-1, 64, 1000}, 0); }), "holds none that can be");
    expect(with([](auto& f) { f.list = SecretBytes(3); }), "cut short");
    expect(with([](auto& f) { f.list = payload([](core::Writer& out) { put_i32(out, 3); }); }), "cut short");
    expect(with([](auto& f) { f.list = payload([](core::Writer& out) { put_i32(out, -1); }); }),
           "number of accounts");
}

TEST(TdataKeyFile, LengthsBeyondTheEndAndBytesBehindIt) {
    const auto with_body = [](const Payload& write) {
        FileMap files = plain().all();
        files.insert_or_assign("key_datas",
                               tdata::make_container(tdata::wide_version, payload(write).view()));
        return outcome(std::move(files));
    };
    EXPECT_EQ(with_body([](core::Writer&) {}), "damaged");
    EXPECT_EQ(with_body([](core::Writer& out) { out.u32_be(0x7fffffff); }), "damaged");
    EXPECT_EQ(with_body([](core::Writer& out) { out.u32_be(0xfffffffe); }), "damaged");
    EXPECT_EQ(with_body([](core::Writer& out) { out.u32_be(0xffffffff); }), "damaged")
        << "a null array is empty";
    const TdataFolder folder = plain();
    EXPECT_EQ(with_body([&](core::Writer& out) {
                  tdata::put_array(out, folder.salt.view());
                  tdata::put_array(out, folder.wrapped_key.view());
                  tdata::put_array(out, folder.seal(folder.list).view());
                  out.text("EXTRA");
              }),
              plain_outcome);
    EXPECT_EQ(with_body([&](core::Writer& out) {
                  tdata::put_array(out, folder.salt.view());
                  tdata::put_array(out, folder.wrapped_key.view());
                  tdata::put_array(out, SecretBytes(32).view());
              }),
              "damaged");
}

TEST(TdataKeyFile, ThePasscode) {
    const TdataFolder folder = one_account(sequence_key(), "пароль 1");
    EXPECT_EQ(outcome(folder.all()), "passcode_required");
    EXPECT_EQ(outcome(folder.all(), {.passcode = Passcode("")}), "passcode_required") << "empty is none";
    EXPECT_EQ(outcome(folder.all(), {.passcode = Passcode("пароль 2")}), "passcode_wrong");
    EXPECT_EQ(outcome(folder.all(), {.passcode = Passcode("пароль 1 ")}), "passcode_wrong")
        << "never trimmed";
    EXPECT_EQ(outcome(folder.all(), {.passcode = Passcode("пароль 1")}), plain_outcome);
    EXPECT_EQ(outcome(plain().all(), {.passcode = Passcode("x")}), "123456789@2; passcode_unused");
    EXPECT_NE(said(folder.all()).find("--passcode-file"), std::string::npos);
}

TEST(TdataKeyFile, ALockedFolderCanBeToldWithoutThePasscode) {
    const TdataFolder folder = one_account(sequence_key(), "x");
    const auto bundle = read_files(folder.all(), {.accept_locked = true});
    ASSERT_TRUE(bundle) << bundle.error().text();
    EXPECT_TRUE(bundle->locked);
    EXPECT_TRUE(bundle->sessions.empty());
    EXPECT_EQ(bundle->format, "tdata");
    const std::string json(reveal(describe_json(*bundle)));
    EXPECT_NE(json.find("\"locked\":true"), std::string::npos) << json;
    EXPECT_NE(json.find("\"active\":null,\"accounts\":[]"), std::string::npos) << json;
    EXPECT_EQ(outcome(folder.all(), {.passcode = Passcode("y"), .accept_locked = true}), "passcode_wrong");
    const auto open = read_files(plain().all(), {.accept_locked = true});
    ASSERT_TRUE(open);
    EXPECT_FALSE(open->locked);
}

// Several accounts.

TdataFolder three_accounts() {
    TdataFolder folder;
    for (const std::int32_t i : {0, 1, 2}) {
        const auto seed = static_cast<std::uint64_t>(i);
        folder.auth(i, wide_account(100 + seed, i + 1, {{i + 1, key_of(seed)}}));
    }
    folder.accounts({2, 0, 1}, 0);
    return folder;
}

TEST(TdataAccounts, TheListGivesTheirOrderAndTheActiveOne) {
    const auto bundle = read_files(three_accounts().all());
    EXPECT_EQ(summary(bundle), "102@3, 100@1, 101@2");
    EXPECT_EQ(bundle->active_index, 1u);
    for (const std::int32_t none : {7, -1, 3}) {
        TdataFolder folder = three_accounts();
        folder.accounts({2, 0, 1}, none);
        EXPECT_EQ(read_files(folder.all())->active_index, 0u) << none;
    }
    TdataFolder folder = three_accounts();
    folder.list.shrink(16);  // without the active one
    EXPECT_EQ(read_files(folder.all())->active_index, 0u);
    EXPECT_EQ(outcome(folder.all()), "102@3, 100@1, 101@2");
}

TEST(TdataAccounts, GapsRepetitionsAndImpossibleIndices) {
    TdataFolder folder = three_accounts();
    folder.accounts({2}, 2);
    EXPECT_EQ(outcome(folder.all()), "102@3");
    folder.accounts({0, 0, 1}, 0);
    EXPECT_EQ(outcome(folder.all()), "100@1, 101@2; account_skipped");
    folder.accounts({0, -7, 64}, 0);
    EXPECT_EQ(outcome(folder.all()), "100@1; account_skipped account_skipped");
}

TEST(TdataAccounts, MoreThanSix) {
    TdataFolder folder;
    std::vector<std::int32_t> indices;
    for (std::int32_t i = 0; i < 7; ++i) {
        folder.auth(i, wide_account(static_cast<std::uint64_t>(i) + 1, 1, {{1, sequence_key()}}));
        indices.push_back(i);
    }
    folder.accounts({0, 1, 2, 3, 4, 5}, 0);
    EXPECT_EQ(outcome(folder.all()), "1@1, 2@1, 3@1, 4@1, 5@1, 6@1");
    folder.accounts(indices, 0);
    EXPECT_EQ(outcome(folder.all()), "1@1, 2@1, 3@1, 4@1, 5@1, 6@1, 7@1; too_many_accounts");
}

TEST(TdataAccounts, ADamagedOneDoesNotHideTheOthers) {
    FileMap files = three_accounts().all();
    files.find("D877F783D5D3EF8Cs")->second.edit()[100] ^= 1;
    auto bundle = read_files(copy_of(files));
    EXPECT_EQ(summary(bundle), "102@3, 101@2; 1 lost: damaged; account_lost");
    EXPECT_EQ(bundle->active_index, 0u) << "the active one is lost";
    EXPECT_EQ(bundle->position(0), 0u);
    EXPECT_EQ(bundle->position(1), 2u);
    EXPECT_EQ(bundle->index_at(0), 0u);
    EXPECT_EQ(bundle->index_at(2), 1u);
    EXPECT_EQ(bundle->index_at(1).error().code, ErrorCode::partial);
    EXPECT_EQ(bundle->index_at(3).error().code, ErrorCode::invalid_argument);
    EXPECT_NE(reveal(describe_json(*bundle)).find("\"lost\":[{\"index\":1,\"code\":\"damaged\""),
              std::string_view::npos);
    files.erase("D877F783D5D3EF8Cs");
    EXPECT_EQ(outcome(copy_of(files)), "102@3, 101@2; 1 lost: cannot_read; account_lost");
    files.erase("A7FDF864FBC10B77s");
    EXPECT_EQ(outcome(copy_of(files)),
              "102@3; 1 lost: cannot_read; 2 lost: cannot_read; account_lost account_lost");
    files.erase("F8806DD0C461824Fs");
    EXPECT_NE(said(copy_of(files)).find("none of 3 accounts"), std::string::npos);
}

TEST(TdataAccounts, TheSameUserTwiceAndInBothEnvironments) {
    TdataFolder folder = three_accounts();
    folder.auth(1, wide_account(102, 2, {{2, key_of(9)}}));
    EXPECT_EQ(outcome(folder.all()), "102@3, 100@1; account_repeated");
    folder.sealed(folder.name_of(1) + "/configs", tdata::make_config(tdata::Environment::test));
    EXPECT_EQ(outcome(folder.all()), "102@3, 100@1, 102@2 test");
}

TEST(TdataAccounts, OnesWithoutAUserArePassedOver) {
    TdataFolder folder = three_accounts();
    folder.auth(2, wide_account(0, 0, {}));
    EXPECT_EQ(outcome(folder.all()), "100@1, 101@2; not_logged_in");
    folder.accounts({2}, 2);
    EXPECT_EQ(outcome(folder.all()), "not_logged_in");
}

// The auth file.

TEST(TdataAuth, Damages) {
    FileMap files = plain().all();
    files.erase(auth_name);
    EXPECT_EQ(outcome(copy_of(files)), "cannot_read");
    EXPECT_NE(said(copy_of(files)).find(auth_name), std::string::npos);
    const auto with_body = [&](std::span<const std::uint8_t> body) {
        FileMap changed = copy_of(files);
        changed.insert_or_assign(auth_name, tdata::make_container(tdata::wide_version, body));
        return said(std::move(changed));
    };
    const SecretBytes foreign =
        payload([](core::Writer& out) { tdata::put_array(out, SecretBytes(48).view()); });
    EXPECT_NE(with_body(foreign.view()).find("belongs to another key file"), std::string::npos);
    EXPECT_EQ(with_body(foreign.view()).find("passcode"), std::string::npos);
    EXPECT_NE(with_body(foreign.view().first(50)).find("cut short"), std::string::npos);
    EXPECT_NE(with_body(foreign.view().first(3)).find("cut short"), std::string::npos);
    const SecretBytes odd = payload([](core::Writer& out) { tdata::put_array(out, SecretBytes(47).view()); });
    EXPECT_NE(with_body(odd.view()).find("length of the encrypted data"), std::string::npos);
}

TEST(TdataAuth, UnknownBlocksAndTrailingBytes) {
    const SecretBytes good = wide_account(5, 2, {{2, sequence_key()}});
    const auto before = [&](std::uint32_t id, std::int32_t value) {
        return with_auth(payload([&](core::Writer& out) {
            out.u32_be(id);
            put_i32(out, value);
            out.bytes(good.view());
        }));
    };
    EXPECT_EQ(before(0x06, 1), "unsupported_version");
    EXPECT_EQ(before(0xdeadbeef, 1), "unsupported_version");
    const auto behind = [&](const Payload& write) {
        return with_auth(payload([&](core::Writer& out) {
            out.bytes(good.view());
            write(out);
        }));
    };
    EXPECT_EQ(behind([](core::Writer& out) { out.text("junk and more"); }), "5@2; trailing_bytes");
    EXPECT_EQ(behind([](core::Writer& out) { out.u8(1); }), "damaged");
    EXPECT_EQ(with_auth(SecretBytes()), "damaged");
    EXPECT_EQ(behind([](core::Writer& out) { out.bytes(wide_account(6, 1, {{1, sequence_key()}}).view()); }),
              "6@1")
        << "the last block counts";
}

/// The auth block of user 5 on DC 2, from the number of keys on.
std::string after_dc(const Payload& write) {
    return with_auth(auth_block([&](core::Writer& out) {
        out.u64_be(UINT64_MAX);
        out.u64_be(5);
        put_i32(out, 2);
        write(out);
    }));
}

TEST(TdataAuth, CountsAreCheckedBeforeAnythingIsTaken) {
    for (const std::int32_t count : {-1, 0x7fffffff, 65, 2}) {
        EXPECT_EQ(after_dc([&](core::Writer& out) {
                      put_i32(out, count);
                      put_key(out, 2, sequence_key());
                  }),
                  "damaged")
            << count;
        EXPECT_EQ(after_dc([&](core::Writer& out) {
                      put_i32(out, 1);
                      put_key(out, 2, sequence_key());
                      put_i32(out, count);
                      put_key(out, 4, sequence_key());
                  }),
                  "damaged")
            << count << " to destroy";
    }
    EXPECT_EQ(after_dc([](core::Writer&) {}), "damaged") << "ends at the number of keys";
    EXPECT_EQ(with_auth(auth_block([](core::Writer& out) { out.u64_be(UINT64_MAX); })), "damaged");
    EXPECT_EQ(with_auth(auth_block([](core::Writer&) {})), "damaged");
}

TEST(TdataAuth, KeysToDestroyAreNeverExported) {
    EXPECT_EQ(after_dc([](core::Writer& out) {
                  put_i32(out, 1);
                  put_key(out, 2, sequence_key());
                  put_i32(out, 2);
                  put_key(out, 2, key_of(1));
                  put_key(out, 4, key_of(2));
              }),
              "5@2; keys_to_destroy");
    EXPECT_EQ(after_dc([](core::Writer& out) {
                  put_i32(out, 0);
                  put_i32(out, 1);
                  put_key(out, 2, sequence_key());
              }),
              "not_logged_in");
    EXPECT_EQ(after_dc([](core::Writer& out) {
                  put_i32(out, 1);
                  put_key(out, 2, sequence_key());
              }),
              "5@2; no_destroy_list");
    EXPECT_EQ(after_dc([](core::Writer& out) {
                  put_i32(out, 1);
                  put_key(out, 2, sequence_key());
                  put_i32(out, 0);
                  out.text("ignored");
              }),
              "5@2");
}

TEST(TdataAuth, AllKeysTheHomeOneFirst) {
    const auto keys = [](const std::vector<DcKey>& list) { return with_auth(wide_account(5, 2, list)); };
    const AuthKey a = key_of(1), b = key_of(2);
    EXPECT_EQ(keys({{1, a}, {2, b}, {5, a}, {4, b}}), "5@2 +1 +5 +4");
    EXPECT_EQ(keys({{1, a}, {4, b}}), "not_logged_in");
    EXPECT_EQ(keys({}), "not_logged_in");
    EXPECT_EQ(keys({{2, a}, {2, a}}), "5@2");
    EXPECT_EQ(keys({{2, a}, {2, b}}), "5@2; key_repeated");
    EXPECT_EQ(keys({{2, a}, {0, b}, {-3, b}, {1000, b}, {11500, b}}),
              "5@2; key_skipped key_skipped key_skipped key_skipped");
    EXPECT_EQ(keys({{2, a}, {10004, b}, {30004, a}}), "5@2 +4; key_repeated")
        << "shifted ids mean the same DC";
    EXPECT_EQ(keys({{10002, b}, {2, a}, {20002, b}}), "5@2") << "a plain id wins, whatever its place";
    TdataFolder folder;
    folder.auth(0, wide_account(5, 2, {{10002, b}, {2, a}, {20002, b}}));
    EXPECT_EQ(read_files(folder.all())->active().key, a);
    folder.auth(0, wide_account(5, 2, {{2, b}, {2, a}}));
    EXPECT_EQ(read_files(folder.all())->active().key, a) << "the last one counts";
    EXPECT_EQ(after_dc([&](core::Writer& out) {
                  put_i32(out, 2);
                  put_key(out, 2, a);
                  put_i32(out, 4);
                  out.bytes(SecretBytes(256).view());
                  put_i32(out, 0);
              }),
              "5@2; key_skipped")
        << "all zeros";
}

TEST(TdataAuth, HomeDcs) {
    const AuthKey key = sequence_key();
    EXPECT_EQ(with_auth(wide_account(5, 0, {{2, key}})), "5@2; dc_inferred");
    EXPECT_EQ(with_auth(wide_account(5, 0, {{1, key}})), "not_logged_in");
    EXPECT_EQ(with_auth(wide_account(5, 10003, {{3, key}})), "5@3");
    EXPECT_EQ(with_auth(wide_account(5, 203, {{203, key}})), "5@203; unknown_dc");
    EXPECT_EQ(with_auth(wide_account(5, 256, {{256, key}})), "damaged");
    EXPECT_EQ(with_auth(wide_account(5, -2, {{2, key}})), "not_logged_in");
}

TEST(TdataAuth, UserIds) {
    const auto id = [](std::uint64_t user) {
        return with_auth(wide_account(user, 2, {{2, sequence_key()}}));
    };
    EXPECT_EQ(id(0xffffffffffff), "281474976710655@2");
    EXPECT_EQ(id(std::uint64_t{1} << 48), "281474976710656@2; odd_user_id");
    EXPECT_EQ(id(0), "not_logged_in");
    TdataFolder folder;
    folder.auth(0, wide_account(0, 2, {{2, sequence_key()}}));
    EXPECT_EQ(outcome(folder.all(), {.facts = {.user_id = 77}}), "77@2") << "as some converters write it";
    EXPECT_NE(said(folder.all()).find("--user-id"), std::string::npos);
}

TEST(TdataAuth, NarrowIds) {
    const auto narrow = [](std::int32_t user, std::int32_t dc) {
        return with_auth(auth_block([&](core::Writer& out) {
            put_i32(out, user);
            put_i32(out, dc);
            if (dc == -1) {
                out.u64_be(7);
                put_i32(out, 2);
            }
            put_i32(out, 1);
            put_key(out, 2, sequence_key());
            put_i32(out, 0);
        }));
    };
    EXPECT_EQ(narrow(INT32_MAX, 2), "2147483647@2");
    EXPECT_EQ(narrow(5, -1), "7@2") << "every second number of -1 is the mark of the wide form";
    EXPECT_EQ(narrow(-5, 2), "-5@2; odd_user_id");
}

TEST(TdataAuth, BlocksFromBefore2017) {
    const auto old = [](core::Writer& out) {
        out.u32_be(0);
        put_key(out, 2, sequence_key());
        out.u32_be(0);
        put_key(out, 4, key_of(4));
        out.u32_be(1);
        put_i32(out, 99);
        put_i32(out, 4);
    };
    TdataFolder folder;
    folder.auth(0, payload(old));
    const auto bundle = read_files(folder.all());
    EXPECT_EQ(summary(bundle), "99@4 +2");
    EXPECT_EQ(bundle->variant, "key data, old blocks, version 2.7.2");
    EXPECT_EQ(with_auth(payload([&](core::Writer& out) {
                  old(out);
                  out.bytes(wide_account(5, 2, {{2, sequence_key()}}).view());
                  old(out);
              })),
              "5@2")
        << "the newer block counts, wherever it stands";
}

// Which servers.

TEST(TdataConfigs, TestServersAndDoubts) {
    const auto with = [](const SecretBytes& config) {
        TdataFolder folder = plain();
        folder.sealed("D877F783D5D3EF8C/configs", config);
        return outcome(folder.all());
    };
    EXPECT_EQ(with(tdata::make_config(tdata::Environment::test)), "123456789@2 test");
    EXPECT_EQ(with(tdata::make_config(tdata::Environment::production)), plain_outcome);
    SecretBytes odd = tdata::make_config(tdata::Environment::test);
    odd.edit()[11] = 2;
    EXPECT_EQ(with(odd), "123456789@2; config_unreadable");
    EXPECT_EQ(with(SecretBytes()), "123456789@2; config_unreadable");
    FileMap files = plain().all();
    files.emplace("D877F783D5D3EF8C/configs", SecretBytes(100));
    EXPECT_EQ(outcome(std::move(files)), "123456789@2; config_unreadable");
}

TEST(TdataConfigs, WithoutPortsAsOpenteleWritesThem) {
    const SecretBytes whole = tdata::make_config(tdata::Environment::production);
    const SecretBytes portless = payload([&](core::Writer& out) {
        tdata::put_array(out, payload([&](core::Writer& in) {
                                  put_i32(in, 1);
                                  put_i32(in, 0);
                                  tdata::put_array(in, payload([](core::Writer& options) {
                                                           put_i32(options, -2);
                                                           put_i32(options, 1);
                                                           put_i32(options, 2);
                                                           put_i32(options, 16);
                                                           tdata::put_array(options,
                                                                            core::as_bytes("149.154.167.51"));
                                                           put_i32(options, 0);
                                                           put_i32(options, 0);
                                                       }).view());
                              }).view());
    });
    TdataFolder folder = plain();
    folder.sealed("D877F783D5D3EF8C/configs", portless);
    EXPECT_EQ(outcome(folder.all()), "123456789@2; config_unreadable");
}

TEST(Tdata, MapsSayNothingThatMatters) {
    for (const std::string_view content : {"", "TDF$", "anything at all that is long enough to be a file"}) {
        FileMap files = plain().all();
        files.emplace("D877F783D5D3EF8C/maps", SecretBytes(core::as_bytes(content)));
        EXPECT_EQ(outcome(std::move(files)), plain_outcome);
    }
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

}  // namespace
}  // namespace tgferry::test
