// The pieces of tdata against vectors: names, keys from passcodes, blobs, configs. The folder of
// tests/vectors/tdata and the numbers here were accepted by Telegram Desktop 4.6.5.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/cursor.hpp"
#include "core/hex.hpp"
#include "crypto/digest.hpp"
#include "formats/tdata/config.hpp"
#include "formats/tdata/container.hpp"
#include "formats/tdata/local_key.hpp"
#include "formats/tdata/names.hpp"
#include "support/tdata_folder.hpp"

namespace tgferry::formats::tdata {
namespace {

std::string hex(std::span<const std::uint8_t> bytes) {
    return std::string(reveal(core::encode_hex(bytes)));
}

std::vector<std::uint8_t> counted(std::size_t size) {
    std::vector<std::uint8_t> bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i);
    return bytes;
}

Result<void> zeros(std::span<std::uint8_t>) {
    return {};
}

TEST(TdataNames, AccountsAndTheirFolders) {
    EXPECT_EQ(hashed_name("data"), "D877F783D5D3EF8C");
    EXPECT_EQ(hashed_name("data#2"), "A7FDF864FBC10B77");
    EXPECT_EQ(hashed_name("data#3"), "F8806DD0C461824F");
    EXPECT_EQ(hashed_name("data#4"), "C2B05980D9127787");
    EXPECT_EQ(hashed_name("data#5"), "0CA814316818D8F6");
    EXPECT_EQ(hashed_name("data#6"), "45D0FC5B5101406D");
    EXPECT_EQ(hashed_name("my-key_1"), "D5B69D19F48F464E");
    EXPECT_EQ(account_name("data", 0), "data");
    EXPECT_EQ(account_name("data", 1), "data#2");
    EXPECT_EQ(account_name("#a#b", 5), "ab#6");
    EXPECT_EQ(data_name("My-Key_1"), "my-key_1");
    EXPECT_EQ(data_name(""), "data");
    EXPECT_EQ(data_name("Привет!"), "data");
    EXPECT_EQ(data_name("a/../b c"), "abc");
}

struct KdfVector {
    std::string_view passcode, first, sha256;
    bool legacy = false;
};
constexpr KdfVector kdf_vectors[] = {
    {"", "7ce9b2c87b8b982b84434ca8cb61577b",
     "d392b2760d13fd232440506d53fd1aa8822ab4a2e342ce7d79d95ea82c0aeb70"},
    {"123123", "583539306283c8ed9813eb964ecf7146",
     "d4207263a9949b30ff5fbed8351ce5860e72868c1ec3f13c59dffdbd60c1f9bf"},
    {"пароль", "e2ab2e512aec432aaad900fc74ca038d",
     "27b8728e92e0f06440407ce5831041cd1e59b6969c429500409efb2f5d729b1f"},
    {"", "bbfbb73a62b3bee96ce51699df360570",
     "cd36db3e5b17ed4aa987cfd75e772e0a1ba4f1dd77d1af33fae3ec651c1133ba", true},
    {"123123", "07930baeac765d610f0855edabb2d491",
     "20b2f2381e4a4f9c3f36b08a7461c9b61c54665cfc35e883adbd7a47a39f23b7", true},
};

TEST(TdataKeys, FromPasscodes) {
    const auto salt = counted(salt_size);
    for (const KdfVector& v : kdf_vectors) {
        const LocalKey key =
            v.legacy ? LocalKey::derive_legacy(v.passcode, salt) : LocalKey::derive(v.passcode, salt);
        EXPECT_EQ(hex(key.reveal().first(16)), v.first) << v.passcode;
        EXPECT_EQ(hex(crypto::sha256({key.reveal()})), v.sha256) << v.passcode;
    }
}

// From the tests of gotd, whose salt is "salt".
TEST(TdataKeys, FromPasscodesAsGotdHasThem) {
    const auto salt = core::as_bytes("salt");
    EXPECT_EQ(hex(LocalKey::derive("", salt).reveal().first(8)), "bd73811ec41b37e1");
    EXPECT_EQ(hex(LocalKey::derive("pass", salt).reveal().first(8)), "54f00fbe5fbd1ddb");
    EXPECT_EQ(hex(LocalKey::derive_legacy("", salt).reveal().first(8)), "49c9b4503692e6d9");
    EXPECT_EQ(hex(LocalKey::derive_legacy("pass", salt).reveal().first(8)), "b08653719bf59a6a");
}

TEST(TdataBlobs, Vectors) {
    const LocalKey key = *LocalKey::from(counted(local_key_size));
    const auto empty = seal_blob(key, {}, zeros);
    ASSERT_TRUE(empty);
    EXPECT_EQ(hex(empty->view()), "7d41f6b7b6a3633ceec988f86d8dc2dd2a3784096b7d65f927cf0b4bfd242e14");
    const auto list = *core::decode_hex("000000010000000000000000");
    const auto sealed = seal_blob(key, list.view(), zeros);
    ASSERT_TRUE(sealed);
    EXPECT_EQ(hex(sealed->view()), "0a9e69c6d8796912aed6a489e6b9f1ddc63d9d0bdf6617207bc96dd424963624");
    const auto opened = open_blob(key, sealed->view());
    ASSERT_TRUE(opened);
    EXPECT_TRUE(std::ranges::equal(opened->payload(), list.view()));
    EXPECT_TRUE(open_blob(key, empty->view())->payload().empty());
}

TEST(TdataBlobs, EachFaultIsItsOwn) {
    const LocalKey key = *LocalKey::from(counted(local_key_size));
    auto other_bytes = counted(local_key_size);
    other_bytes[8] = 0xee;  // the first byte that the derivation takes
    const auto blob = *seal_blob(key, counted(20), zeros);
    EXPECT_EQ(open_blob(*LocalKey::from(other_bytes), blob.view()).error(), BlobFault::key);
    for (const std::size_t size : {0u, 1u, 15u, 16u, 17u, 33u}) {
        EXPECT_EQ(open_blob(key, blob.view().first(size)).error(), BlobFault::size) << size;
    }
    EXPECT_EQ(open_blob(key, blob.view().first(32)).error(), BlobFault::key);
    SecretBytes changed = blob.copy();
    changed.edit()[20] ^= 1;
    EXPECT_EQ(open_blob(key, changed.view()).error(), BlobFault::key);
    EXPECT_FALSE(LocalKey::from(counted(255)));
}

TEST(TdataBlobs, TheInnerLengthIsChecked) {
    const LocalKey key = *LocalKey::from(counted(local_key_size));
    const auto with_length = [&](std::uint32_t length) {
        core::Writer plain;
        plain.u32_le(length);
        plain.bytes(counted(44));
        return test::seal_plain(key, plain.view());
    };
    EXPECT_TRUE(open_blob(key, with_length(48).view()));
    EXPECT_TRUE(open_blob(key, with_length(33).view()));
    for (const std::uint32_t length : {0u, 3u, 4u, 32u, 49u, 0x7fffffffu, 0xffffffffu}) {
        const auto opened = open_blob(key, with_length(length).view());
        ASSERT_FALSE(opened) << length;
        EXPECT_EQ(opened.error(), BlobFault::length) << length;
    }
}

TEST(TdataConfig, TestServersAsTelegramDesktopReadsThem) {
    constexpr std::string_view accepted =
        "000000010000000100000073fffffffe000000030000000100000010000001bb0000000e3134392e3135342e3137352e3130"
        "000000"
        "000000000200000010000001bb0000000e3134392e3135342e3136372e3430000000000000000300000010000001bb000000"
        "0f3134"
        "392e3135342e3137352e3131370000000000000000000000c800002710000000640001d4c00000138800007530000003e800"
        "0493e0"
        "00007530000005dc000000000002a3000002a3000002a300000000000000001e0000000000000000000000000000001a0068"
        "007400"
        "7400700073003a002f002f0074002e006d0065002f00093a8000004e2000015f900000753000002710000000020000001c00"
        "740061"
        "007000760033002e007300740065006c002e0063006f006d00000001000000000000040000000004d83ddc4d000000000000"
        "000000"
        "24ea00000000100069007a0067006900660062006f00740000001a0066006f00750072007300710075006100720065006200"
        "6f0074";
    const SecretBytes config = make_config(Environment::test);
    EXPECT_EQ(hex(config.view().subspan(4)), accepted);
    EXPECT_EQ(hex(config.view().first(4)), "00000173");
    EXPECT_EQ(parse_config(config.view()), Environment::test);
    EXPECT_EQ(parse_config(make_config(Environment::production).view()), Environment::production);
}

TEST(TdataConfig, OlderAndNewerOnesAreRead) {
    const SecretBytes whole = make_config(Environment::test);
    const auto inner = whole.view().subspan(4);
    const auto framed = [](std::span<const std::uint8_t> bytes) {
        return test::payload([&](core::Writer& out) {
            out.u32_be(static_cast<std::uint32_t>(bytes.size()));
            out.bytes(bytes);
        });
    };
    // The groups at the end came with later versions: reaction (16), decay (4), two names (20 + 30).
    for (const std::size_t cut : {50u, 54u, 66u, 70u}) {
        const auto config = parse_config(framed(inner.first(inner.size() - cut)).view());
        EXPECT_EQ(config.has_value(), cut != 66) << cut;
    }
    core::Writer longer;
    longer.bytes(inner);
    longer.text("what comes next");
    EXPECT_EQ(parse_config(framed(longer.view()).view()), Environment::test);
}

TEST(TdataConfig, OneFaultSpoilsIt) {
    const auto refused = [](std::size_t at, std::uint8_t value) {
        SecretBytes config = make_config(Environment::test);
        config.edit()[at] = value;
        const auto parsed = parse_config(config.view());
        return !parsed && parsed.error().code == ErrorCode::damaged;
    };
    EXPECT_TRUE(refused(3, 0xff)) << "longer than the rest";
    EXPECT_TRUE(refused(7, 2)) << "version";
    EXPECT_TRUE(refused(11, 2)) << "environment";
    EXPECT_TRUE(refused(23, 4)) << "more options than there are";
    EXPECT_TRUE(refused(20, 0x80)) << "a negative number of options";
    EXPECT_TRUE(refused(39, 0)) << "an address without a character";
    EXPECT_TRUE(refused(39, 46)) << "an address that is too long";
    EXPECT_FALSE(refused(35, 0)) << "any port will do";
}

TEST(TdataContainer, Text) {
    EXPECT_EQ(version_text(4006005), "4.6.5");
    EXPECT_EQ(version_text(wide_version), "2.7.2");
}

}  // namespace
}  // namespace tgferry::formats::tdata
