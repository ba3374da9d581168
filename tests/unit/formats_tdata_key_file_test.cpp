// What the key file of tdata means, and what each damage to it leads to: passcodes, the list of accounts, and
// that a damaged account does not hide the others.
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "core/cursor.hpp"
#include "formats/tdata/config.hpp"
#include "formats/tdata/kd2.hpp"
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
    expect(with([](auto& f) { f.accounts({-1, -64}, 0); }), "holds none that can be");
    expect(with([](auto& f) { f.list = SecretBytes(3); }), "cut short");
    expect(with([](auto& f) { f.list = payload([](core::Writer& out) { put_i32(out, 3); }); }),
           "number of accounts");
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
FileMap with_trailer(const TdataFolder& folder, bool wrapped, const Payload& trailer,
                     std::int32_t version = tdata::kd2_version) {
    FileMap files = folder.all();
    const SecretBytes body = payload([&](core::Writer& out) {
        tdata::put_array(out, folder.salt.view());
        wrapped ? tdata::put_array(out, folder.wrapped_key.view()) : tdata::put_null_array(out);
        tdata::put_array(out, folder.seal(folder.list).view());
        trailer(out);
    });
    files.insert_or_assign("key_datas", tdata::make_container(version, body.view()));
    return files;
}

/// A folder since 7.3 with the passcode "x", which takes little work.
FileMap locked_since_7_3(crypto::Argon2Cost cost = {.memory_kib = 64, .passes = 2, .lanes = 1},
                         const std::function<void(SecretBytes&)>& damage = {}) {
    const TdataFolder folder = plain();
    const SecretBytes salt(tdata::salt_size);
    const auto wrapper = tdata::LocalKey::derive_argon2("x", salt.view(), {64, 2, 1});
    const auto wrapped = tdata::seal_blob(*wrapper, folder.key().reveal(),
                                          [](std::span<std::uint8_t>) { return Result<void>(); });
    return with_trailer(folder, false, [&](core::Writer& out) {
        core::Writer trailer;
        tdata::put_kd2(trailer, tdata::PasscodeEntry{cost, salt.view(), wrapped->view()});
        SecretBytes bytes = std::move(trailer).finish();
        if (damage) damage(bytes);
        out.bytes(bytes.view());
    });
}

TEST(TdataKeyFile, OfTelegramDesktopSince73) {
    const auto no_passcode = [](core::Writer& out) { tdata::put_kd2(out, std::nullopt); };
    const TdataFolder folder = plain();
    EXPECT_EQ(outcome(with_trailer(folder, true, no_passcode)), plain_outcome);
    EXPECT_EQ(outcome(with_trailer(folder, false, no_passcode)), "damaged") << "no wrapped key anywhere";
    const SecretBytes trailer = payload(no_passcode);
    EXPECT_EQ(core::as_text(trailer.view()), std::string_view("\0\0\0\x10KD2\0\0\0\0\2\0\0\0\0\0\0\0\0", 20));
    const auto unknown = [](core::Writer& out) { tdata::put_array(out, core::as_bytes("KD3")); };
    EXPECT_EQ(outcome(with_trailer(folder, true, unknown)), plain_outcome);
    EXPECT_EQ(outcome(with_trailer(folder, false, unknown)), "damaged");
    EXPECT_EQ(outcome(with_trailer(folder, true, no_passcode, tdata::newest_known_version)), plain_outcome);
    EXPECT_EQ(outcome(with_trailer(folder, true, no_passcode, tdata::newest_known_version + 1)),
              "123456789@2; newer_version");
}

TEST(TdataKeyFile, APasscodeSince73) {
    EXPECT_EQ(outcome(locked_since_7_3()), "passcode_required");
    EXPECT_EQ(outcome(locked_since_7_3(), {.passcode = Passcode("")}), "passcode_required");
    EXPECT_EQ(outcome(locked_since_7_3(), {.passcode = Passcode("X")}), "passcode_wrong");
    EXPECT_EQ(outcome(locked_since_7_3(), {.passcode = Passcode("x")}), plain_outcome);
    const auto with = [](std::size_t at, std::uint8_t value) {
        const auto damage = [&](SecretBytes& trailer) { trailer.edit()[at] = value; };
        return outcome(locked_since_7_3({.memory_kib = 64, .passes = 2, .lanes = 1}, damage),
                       {.passcode = Passcode("x")});
    };
    EXPECT_EQ(with(11, 3), "unsupported_version") << "of the layout";
    EXPECT_EQ(with(19, 2), "unsupported_version") << "two entries";
    EXPECT_EQ(with(23, 2), "unsupported_version") << "another kind of entry";
    EXPECT_EQ(with(43, 31), "damaged") << "the salt's length";
    EXPECT_EQ(with(3, 100), "damaged") << "the length of all";
}

TEST(TdataKeyFile, WhatAPasscodeCostsIsBounded) {
    const auto with = [](crypto::Argon2Cost cost) {
        return outcome(locked_since_7_3(cost), {.passcode = Passcode("x")});
    };
    EXPECT_EQ(with({.memory_kib = 65537, .passes = 1, .lanes = 1}), "too_costly");
    EXPECT_EQ(with({.memory_kib = UINT32_MAX, .passes = UINT32_MAX, .lanes = 1}), "too_costly");
    EXPECT_EQ(with({.memory_kib = 65536, .passes = 17, .lanes = 1}), "too_costly");
    EXPECT_EQ(with({.memory_kib = 0, .passes = 1, .lanes = 1}), "damaged");
    EXPECT_EQ(with({.memory_kib = 64, .passes = 0, .lanes = 1}), "damaged");
    EXPECT_EQ(with({.memory_kib = 64, .passes = 2, .lanes = 0}), "damaged");
    EXPECT_EQ(with({.memory_kib = 64, .passes = 2, .lanes = 9}), "damaged") << "less than 8 KiB each";
    EXPECT_TRUE(tdata::check_cost(tdata::passcode_cost, 1));
    EXPECT_TRUE(tdata::check_cost({.memory_kib = 131072, .passes = 16, .lanes = 4}, 2));
    EXPECT_FALSE(tdata::check_cost({.memory_kib = 131073, .passes = 1, .lanes = 1}, 2));
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
    EXPECT_EQ(outcome(folder.all()), "100@1; 1 lost: cannot_read; account_skipped account_lost");
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

TEST(TdataAccounts, OfForksEveryOneAndEverySlot) {
    TdataFolder folder;
    std::vector<std::int32_t> indices;
    for (std::int32_t i = 0; i < 65; ++i) indices.push_back(i);
    for (const std::int32_t slot : {99, 665, 1337, INT32_MAX}) indices.push_back(slot);
    for (std::size_t i = 0; i < indices.size(); ++i) {
        folder.auth(indices[i], wide_account(777000000 + i, 2, {{2, key_of(i)}}));
    }
    folder.accounts(indices, 1337);
    const auto bundle = read_files(folder.all());
    ASSERT_TRUE(bundle) << bundle.error().text();
    ASSERT_EQ(bundle->sessions.size(), 69u);
    for (std::size_t i = 0; i < indices.size(); ++i) {
        EXPECT_EQ(bundle->sessions[i].user.id, 777000000 + static_cast<std::int64_t>(i));
        EXPECT_EQ(bundle->sessions[i].key, key_of(i)) << i;
    }
    EXPECT_EQ(bundle->active_index, 67u);
    EXPECT_TRUE(bundle->lost.empty());
}

TEST(TdataAccounts, AnEndlessListIsNotFollowed) {
    TdataFolder folder = plain();
    folder.accounts(std::vector<std::int32_t>(70'000, 0), 0);
    EXPECT_EQ(outcome(folder.all()), "too_costly");
    EXPECT_EQ(read_files(folder.all(), {.max_cost = 2})->sessions.size(), 1u);
}

TEST(TdataAccounts, NoOtherOneIsTakenForTheActiveOne) {
    const auto active_of = [](const std::vector<std::int32_t>& indices, std::int32_t active,
                              std::int32_t damaged, const SecretBytes* instead = nullptr) {
        TdataFolder folder = three_accounts();
        folder.accounts(indices, active);
        if (instead) folder.auth(damaged, *instead);
        FileMap files = folder.all();
        if (!instead && damaged >= 0) files.find(folder.name_of(damaged) + "s")->second.edit()[100] ^= 1;
        const auto bundle = read_files(std::move(files));
        if (!bundle) return std::string(code_name(bundle.error().code));
        const bool lost = std::ranges::any_of(bundle->lost, &LostAccount::active);
        return lost ? "lost" : std::to_string(*bundle->active().user.id);
    };
    EXPECT_EQ(active_of({2, 0, 1}, 0, 0), "lost");
    EXPECT_EQ(active_of({2, 0, 1}, 0, 1), "100");
    EXPECT_EQ(active_of({2, 0, 1}, -1, 2), "lost") << "none is marked, so it is the first";
    EXPECT_EQ(active_of({2, 0, 1}, 7, 2), "lost");
    EXPECT_EQ(active_of({2, 0, 1}, -1, 0), "102");
    const SecretBytes nobody = wide_account(0, 0, {});
    EXPECT_EQ(active_of({2, 0, 1}, -1, 2, &nobody), "100") << "Telegram Desktop shows the next one";
    EXPECT_EQ(active_of({2, 0, 1}, 2, 2, &nobody), "lost") << "but it was that one which was in use";
    const SecretBytes keyless = wide_account(102, 4, {{1, key_of(1)}});
    EXPECT_EQ(active_of({2, 0, 1}, -1, 2, &keyless), "lost") << "Telegram Desktop would show it";
    const SecretBytes again = wide_account(100, 1, {{1, key_of(7)}});
    EXPECT_EQ(active_of({2, 0, 1}, 1, 1, &again), "lost") << "the same user, with another key than before";
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
    EXPECT_EQ(outcome(folder.all()), "102@3, 100@1; 2 lost: damaged; account_lost") << "with another key";
    folder.auth(1, wide_account(102, 3, {{3, key_of(2)}}));
    EXPECT_EQ(outcome(folder.all()), "102@3, 100@1; account_repeated") << "with the same";
    folder.auth(1, wide_account(102, 2, {{2, key_of(9)}}));
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
