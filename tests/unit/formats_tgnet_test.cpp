// Android's tgnet.dat: the published vector, and what is said of files that are none.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "core/cursor.hpp"
#include "core/hex.hpp"
#include "core/writer.hpp"
#include "crypto/digest.hpp"
#include "formats/tgnet/config.hpp"
#include "support/fixtures.hpp"
#include "support/keys.hpp"

namespace tgferry::test {
namespace {

using core::Writer;

constexpr std::uint32_t yes = 0x997275b5, no = 0xbc799737;

AuthKey vector_key() {
    std::array<std::uint8_t, AuthKey::size> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(7 * i + 3);
    return *AuthKey::from(bytes);
}

/// One DC of version 13, with the parts that tests vary.
struct Dc {
    std::uint32_t version = 13;
    std::int32_t id = 2;
    std::uint32_t cdn = no;
    std::size_t key_size = 256;
    std::int32_t logged_in = 1;
    std::uint32_t salts = 0;
};

void put_dc(Writer& out, const Dc& dc) {
    out.u32_le(dc.version);
    out.i32_le(dc.id);
    out.u64_le(0);
    out.u32_le(1);
    out.tl_bytes(core::as_bytes("149.154.167.51"));
    out.u32_le(443);
    out.i32_le(0);
    out.tl_bytes({});
    for (int list = 0; list < 3; ++list) out.u32_le(0);
    out.u32_le(dc.cdn);
    out.u32_le(static_cast<std::uint32_t>(dc.key_size));
    const AuthKey key = vector_key();
    out.bytes(key.reveal().first(dc.key_size));
    out.u64_le(key_id(key));
    for (int temporary = 0; temporary < 2; ++temporary) {
        out.u32_le(0);
        out.u64_le(0);
    }
    out.i32_le(dc.logged_in);
    out.u32_le(dc.salts);
    out.u32_le(0);
}

SecretBytes file(const std::vector<Dc>& dcs, std::uint32_t version = 5, std::uint32_t test = no) {
    Writer body;
    body.u32_le(version);
    body.u32_le(test);
    body.u32_le(no);
    body.tl_bytes(core::as_bytes("en-us"));
    body.u32_le(yes);
    body.i32_le(2);
    body.u64_le(0);
    body.i64_le(1);
    body.u32_le(no);
    body.u32_le(0);
    body.u32_le(0);
    body.u32_le(static_cast<std::uint32_t>(dcs.size()));
    for (const Dc& dc : dcs) put_dc(body, dc);
    Writer out;
    out.u32_le(static_cast<std::uint32_t>(body.size()));
    out.bytes(body.view());
    return std::move(out).finish();
}

Result<Bundle> read_file(SecretBytes bytes, bool named = true) {
    ReadOptions options;
    if (named) options.format = "tgnet";
    return read(Source::bytes(std::move(bytes)), options);
}

std::string failure(SecretBytes bytes) {
    const auto got = read_file(std::move(bytes));
    return got ? "" : std::string(code_name(got.error().code)) + ": " + got.error().message;
}

TEST(TgnetVectors, OneDc) {
    const SecretBytes vector = file({Dc{}});
    EXPECT_EQ(vector.size(), 432u);
    EXPECT_EQ(reveal(core::encode_hex(crypto::sha256({vector.view()}))),
              "64ff8d4a90a6482723ed6db17ae20ad2adb2209e931063ba7a881ac65156d4ca");
    const auto got = read_file(vector.copy(), false);
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, "tgnet");
    EXPECT_EQ(got->active().dc, 2);
    EXPECT_TRUE(got->active().key == vector_key());
    EXPECT_EQ(got->active().endpoint, (Endpoint{"149.154.167.51", 443}));
    EXPECT_FALSE(got->active().test);
    EXPECT_TRUE(read_file(file({Dc{}}, 5, yes))->active().test);
}

TEST(Tgnet, DcsAreFoundById) {
    const auto got =
        read_file(file({Dc{.id = 4}, Dc{.id = 203, .cdn = yes}, Dc{.id = 5, .logged_in = 0}, Dc{}}));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->active().dc, 2);
    ASSERT_EQ(got->active().other_keys.size(), 1u);
    EXPECT_EQ(got->active().other_keys[0].dc, 4);
}

TEST(Tgnet, OfTwoRecordsOfADcTheLaterCounts) {
    EXPECT_EQ(failure(file({Dc{}, Dc{.logged_in = 0}})),
              "not_logged_in: tgnet: DC 2, the current one, has no key of a logged-in account");
    const auto got = read_file(file({Dc{}, Dc{.id = 4}, Dc{.id = 4}}));
    EXPECT_EQ(got->active().other_keys.size(), 1u);
    const auto none = read_file(file({Dc{}, Dc{.id = 4, .salts = 0}, Dc{.id = 4, .logged_in = 0}}));
    EXPECT_TRUE(none->active().other_keys.empty());
}

/// The size at the start is then more than there is.
TEST(Tgnet, WhatIsCutShortIsCalledSo) {
    const SecretBytes whole = file({Dc{}});
    for (const std::size_t size : {whole.size() - 1, std::size_t{100}}) {
        const auto got = read_file(SecretBytes(whole.view().first(size)), false);
        ASSERT_FALSE(got);
        EXPECT_EQ(got.error().code, ErrorCode::unrecognised);
        EXPECT_NE(got.error().message.find("tgnet.dat of Telegram for Android, and is cut short"),
                  std::string::npos)
            << got.error().message;
    }
    EXPECT_FALSE(formats::tgnet::looks_cut_short(whole.view()));
    EXPECT_FALSE(formats::tgnet::looks_cut_short(core::as_bytes("some text that is no such file at all")));
    FileMap folder;
    folder.emplace("tgnet.dat", whole.copy());
    EXPECT_TRUE(read(Source::files(std::move(folder))));
    FileMap cut;
    cut.emplace("tgnet.dat", SecretBytes(whole.view().first(100)));
    EXPECT_NE(read(Source::files(std::move(cut))).error().message.find("whose tgnet.dat is none"),
              std::string::npos);
}

TEST(Tgnet, UnknownLayouts) {
    EXPECT_EQ(failure(file({Dc{}}, 6)),
              "unsupported_version: tgnet: unsupported layout: the file is of version 6");
    EXPECT_EQ(failure(file({Dc{.version = 14}})),
              "unsupported_version: tgnet: unsupported layout: a DC is of version 14");
    EXPECT_EQ(failure(file({Dc{.version = 1}})),
              "unsupported_version: tgnet: unsupported layout: a DC is of version 1");
    const auto found = read_file(file({Dc{}}, 6), false);  // recognised all the same
    EXPECT_EQ(found.error().code, ErrorCode::unsupported_version);
    EXPECT_EQ(found.error().offset, 4u);
}

TEST(Tgnet, BadFiles) {
    EXPECT_EQ(failure(file({})), "not_logged_in: tgnet: the file holds no current DC");
    EXPECT_EQ(failure(file({Dc{.id = 3}})), "not_logged_in: tgnet: the file holds no current DC");
    EXPECT_EQ(failure(file({Dc{.key_size = 0}})),
              "not_logged_in: tgnet: DC 2, the current one, has no key of a logged-in account");
    EXPECT_TRUE(failure(file({Dc{.key_size = 255}})).starts_with("damaged: tgnet: the key of DC 2: "));
    EXPECT_TRUE(
        failure(file({Dc{.salts = 0xffffffff}})).starts_with("damaged: tgnet: cut short in the salt"));
    EXPECT_TRUE(failure(file({Dc{.cdn = 1}})).starts_with("damaged: tgnet: the mark of a CDN"));
    const SecretBytes whole = file({Dc{}});
    EXPECT_EQ(failure(SecretBytes(whole.view().first(whole.size() - 1))),
              "damaged: tgnet: the file is shorter than the size at its start says");
    SecretBytes more(whole.size() + 1);
    std::ranges::copy(whole.view(), more.edit().begin());
    EXPECT_EQ(failure(std::move(more)), "");  // as the application, which reads as far as the size says
}

TEST(Tgnet, ADamagedKeyOfAnotherDcIsPassedOver) {
    const auto got = read_file(file({Dc{}, Dc{.id = 4, .key_size = 100}}));
    ASSERT_TRUE(got) << got.error().text();
    ASSERT_EQ(got->warnings.size(), 1u);
    EXPECT_EQ(got->warnings[0].code, "key_damaged");
}

TEST(Tgnet, IsReadAndNotWritten) {
    Bundle bundle;
    bundle.sessions.push_back({.dc = 2, .key = vector_key()});
    for (const char* id : {"tgnet", "madelineproto"}) {
        EXPECT_FALSE(find_format(id)->can_write);
        const auto written = write_to_memory(bundle, id);
        ASSERT_FALSE(written);
        EXPECT_EQ(written.error().code, ErrorCode::invalid_argument);
        EXPECT_EQ(written.error().message, fmt::format("{} is read, not written", id));
        EXPECT_FALSE(to_string(bundle.active(), id));
        EXPECT_FALSE(verify({}, bundle, id));
    }
}

}  // namespace
}  // namespace tgferry::test
