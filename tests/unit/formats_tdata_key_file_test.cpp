// What the key file of tdata means, and what each damage to it leads to: passcodes, the list of accounts, and
// that a damaged account does not hide the others.
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "core/cursor.hpp"
#include "formats/tdata/config.hpp"
#include "formats/tdata/qt.hpp"
#include "support/fixtures.hpp"
#include "support/keys.hpp"
#include "support/tdata_folder.hpp"
#include "support/tdata_outcome.hpp"

namespace tgferry::test {
namespace {

namespace tdata = formats::tdata;
using tdata::put_i32;

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

/// The key file of a folder with a trailer behind the list, and its wrapped key where that is wanted.
FileMap with_trailer(const TdataFolder& folder, bool wrapped, std::string_view trailer) {
    FileMap files = folder.all();
    const SecretBytes body = payload([&](core::Writer& out) {
        tdata::put_array(out, folder.salt.view());
        wrapped ? tdata::put_array(out, folder.wrapped_key.view()) : tdata::put_null_array(out);
        tdata::put_array(out, folder.seal(folder.list).view());
        tdata::put_array(out, core::as_bytes(trailer));
    });
    files.insert_or_assign("key_datas", tdata::make_container(7003001, body.view()));
    return files;
}

TEST(TdataKeyFile, OfTelegramDesktopSince73) {
    constexpr std::string_view trailer("KD2\0\0\0\0\2\0\0\0\0\0\0\0\0", 16);
    const TdataFolder folder = plain();
    EXPECT_EQ(outcome(with_trailer(folder, true, trailer)), "123456789@2; newer_version");
    EXPECT_EQ(outcome(with_trailer(folder, false, trailer)), "passcode_required")
        << "only a passcode does that";
    EXPECT_EQ(outcome(with_trailer(folder, false, trailer), {.passcode = Passcode("x")}),
              "unsupported_version");
    EXPECT_EQ(outcome(with_trailer(folder, false, "KD3")), "damaged");
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

}  // namespace
}  // namespace tgferry::test
