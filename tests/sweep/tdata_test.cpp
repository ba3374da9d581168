// Damage behind the MD5 and behind the encryption of tdata, where the sweep over the files does not get: each
// body and each decrypted payload, cut and changed at every byte, with sound wrapping around it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "formats/tdata/config.hpp"
#include "formats/tdata/container.hpp"
#include "formats/tdata/qt.hpp"
#include "fuzz/exercise.hpp"
#include "support/fixtures.hpp"
#include "support/keys.hpp"
#include "support/tdata_folder.hpp"
#include "sweep/allocation.hpp"

namespace tgferry::test {
namespace {

namespace tdata = formats::tdata;

/// Calls `put` with every truncation and every single-byte change of `bytes`.
void sweep(std::span<const std::uint8_t> bytes, const std::function<FileMap(const SecretBytes&)>& put) {
    const auto check = [&](const SecretBytes& damaged, std::string_view what, std::size_t at) {
        SCOPED_TRACE(fmt::format("{} at byte {}", what, at));
        const FileMap files = put(damaged);
        const AllocationWatch watch;
        EXPECT_EQ(exercise(files, "tdata"), "");
        EXPECT_LE(watch.peak(), std::size_t{64} << 20);
    };
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        check(SecretBytes(bytes.first(at)), "ends", at);
        for (const std::uint8_t flip : {std::uint8_t{0x01}, std::uint8_t{0x80}, std::uint8_t{0xff}}) {
            SecretBytes changed(bytes);
            changed.edit()[at] ^= flip;
            check(changed, "is changed", at);
        }
        if (testing::Test::HasFailure()) return;
    }
}

SecretBytes account() {
    Rng rng(1);
    return wide_account(5, 2, {{2, random_key(rng)}, {4, random_key(rng)}});
}

TdataFolder two_accounts() {
    TdataFolder folder;
    folder.auth(0, account());
    folder.auth(1, wide_account(6, 2, {{2, sequence_key()}}));
    folder.sealed(folder.name_of(0) + "/configs", tdata::make_config(tdata::Environment::test));
    folder.accounts({0, 1}, 1);
    return folder;
}

TEST(TdataSweep, Bodies) {
    const FileMap whole = two_accounts().all();
    for (const auto& [name, bytes] : whole) {
        const auto content = tdata::open_container(bytes.view());
        ASSERT_TRUE(content);
        SCOPED_TRACE(name);
        sweep(content->body, [&, file = name](const SecretBytes& body) {
            FileMap files = copy_of(whole);
            files.insert_or_assign(file, tdata::make_container(tdata::wide_version, body.view()));
            return files;
        });
    }
}

TEST(TdataSweep, AuthFiles) {
    TdataFolder folder = two_accounts();
    sweep(account().view(), [&](const SecretBytes& payload) {
        folder.auth(0, payload);
        return folder.all();
    });
}

TEST(TdataSweep, Configs) {
    TdataFolder folder = two_accounts();
    const SecretBytes config = tdata::make_config(tdata::Environment::test);
    sweep(config.view(), [&](const SecretBytes& payload) {
        folder.sealed(folder.name_of(0) + "/configs", payload);
        return folder.all();
    });
}

TEST(TdataSweep, AccountLists) {
    TdataFolder folder = two_accounts();
    const SecretBytes list = folder.list.copy();
    sweep(list.view(), [&](const SecretBytes& payload) {
        folder.list = payload.copy();
        return folder.all();
    });
}

TEST(TdataSweep, PlainTextOfABlob) {
    const TdataFolder folder = two_accounts();
    const FileMap whole = folder.all();
    const SecretBytes plain = payload([](core::Writer& out) {
        const SecretBytes inside = account();
        out.u32_le(static_cast<std::uint32_t>(4 + inside.size()));
        out.bytes(inside.view());
        while (out.size() % 16 != 0) out.u8(0);
    });
    sweep(plain.view().first(4), [&](const SecretBytes& length) {
        SecretBytes changed = plain.copy();
        std::ranges::copy(length.view(), changed.edit().begin());
        const SecretBytes body = payload([&](core::Writer& out) {
            tdata::put_array(out, seal_plain(folder.key(), changed.view()).view());
        });
        FileMap files = copy_of(whole);
        files.insert_or_assign(folder.name_of(0) + "s",
                               tdata::make_container(tdata::wide_version, body.view()));
        return files;
    });
}

}  // namespace
}  // namespace tgferry::test
