// Hashes, AES-IGE, PBKDF2 against published vectors and OpenSSL's own.
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include "core/cursor.hpp"
#include "core/hex.hpp"
#include "crypto/aes_cbc.hpp"
#include "crypto/aes_ctr.hpp"
#include "crypto/aes_ige.hpp"
#include "crypto/digest.hpp"
#include "crypto/hmac.hpp"
#include "crypto/pbkdf2.hpp"
#include "crypto/random.hpp"
#include "support/rng.hpp"

namespace tgferry::crypto {
namespace {

std::string hex(Bytes bytes) {
    return std::string(reveal(core::encode_hex(bytes)));
}

TEST(Crypto, EverythingIsThere) {
    EXPECT_TRUE(check_available());
}

// The messages "abc" of RFC 1321 and FIPS 180-4, in one part and in three.
TEST(Crypto, Hashes) {
    const auto all = core::as_bytes("abc"), a = core::as_bytes("a"), bc = core::as_bytes("bc");
    EXPECT_EQ(hex(md5({all})), "900150983cd24fb0d6963f7d28e17f72");
    EXPECT_EQ(hex(sha1({a, {}, bc})), "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(hex(sha256({a, bc})), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex(sha512({a, bc})),
              "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
              "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    EXPECT_EQ(hex(md5({})), "d41d8cd98f00b204e9800998ecf8427e");
}

// NIST SP 800-38A, F.2.1, F.2.3 and F.2.5: the first block.
TEST(Crypto, CbcWithKeysOfEverySize) {
    CbcIv iv{};
    for (std::size_t i = 0; i < iv.size(); ++i) iv[i] = static_cast<std::uint8_t>(i);
    const auto plain = core::decode_hex("6bc1bee22e409f96e93d7e117393172a");
    const std::pair<const char*, const char*> vectors[] = {
        {"2b7e151628aed2a6abf7158809cf4f3c", "7649abac8119b246cee98e9b12e9197d"},
        {"8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", "4f021db243bc633d7178183a9fa071e8"},
        {"603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
         "f58c4c04d6e5f1ba779eabfb5f7bfbd6"}};
    for (const auto& [digits, wanted] : vectors) {
        const auto key = core::decode_hex(digits);
        const SecretBytes sealed = cbc_encrypt(key->view(), iv, plain->view());
        ASSERT_EQ(sealed.size(), 32u) << "a whole block gets a block of padding";
        EXPECT_EQ(hex(sealed.view().first(16)), wanted);
        const auto opened = cbc_decrypt(key->view(), iv, sealed.view());
        ASSERT_TRUE(opened);
        EXPECT_TRUE(*opened == *plain);
    }
}

TEST(Crypto, CbcPadding) {
    const auto key = core::decode_hex("0123456789abcdef0123456789abcdef");
    for (std::size_t size = 0; size <= 48; ++size) {
        const SecretBytes plain(size);
        const SecretBytes sealed = cbc_encrypt(key->view(), {}, plain.view());
        EXPECT_EQ(sealed.size(), size / 16 * 16 + 16);
        const auto opened = cbc_decrypt(key->view(), {}, sealed.view());
        ASSERT_TRUE(opened) << size;
        EXPECT_EQ(opened->size(), size);
        EXPECT_FALSE(cbc_decrypt(key->view(), {}, sealed.view().first(sealed.size() - 1)));
    }
    EXPECT_FALSE(cbc_decrypt(key->view(), {}, {}));
    EXPECT_FALSE(cbc_decrypt(key->view(), {}, SecretBytes(16).view())) << "padding that is none";
}

/// AES-IGE as it is defined, with OpenSSL's AES one block at a time.
std::vector<std::uint8_t> plain_ige(const IgeKey& key, Bytes data, bool encrypt) {
    EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
    EVP_CipherInit_ex(context, EVP_aes_256_ecb(), nullptr, key.key.data(), nullptr, encrypt ? 1 : 0);
    EVP_CIPHER_CTX_set_padding(context, 0);
    std::vector<std::uint8_t> out(data.size());
    std::array<std::uint8_t, 16> in_before{}, out_before{};
    std::copy_n(key.iv.begin() + (encrypt ? 16 : 0), 16, in_before.begin());
    std::copy_n(key.iv.begin() + (encrypt ? 0 : 16), 16, out_before.begin());
    for (std::size_t at = 0; at < data.size(); at += 16) {
        std::array<std::uint8_t, 16> block{};
        for (std::size_t i = 0; i < 16; ++i)
            block[i] = static_cast<std::uint8_t>(data[at + i] ^ out_before[i]);
        int size = 0;
        EVP_CipherUpdate(context, block.data(), &size, block.data(), 16);
        for (std::size_t i = 0; i < 16; ++i)
            out[at + i] = out_before[i] = static_cast<std::uint8_t>(block[i] ^ in_before[i]);
        std::copy_n(data.begin() + static_cast<std::ptrdiff_t>(at), 16, in_before.begin());
    }
    EVP_CIPHER_CTX_free(context);
    return out;
}

TEST(Crypto, IgeIsWhatItsDefinitionSays) {
    test::Rng rng(1);
    for (std::size_t blocks = 0; blocks < 40; ++blocks) {
        IgeKey key;
        for (auto& byte : key.key) byte = rng.byte();
        for (auto& byte : key.iv) byte = rng.byte();
        std::vector<std::uint8_t> data(blocks * 16);
        for (auto& byte : data) byte = rng.byte();
        std::vector<std::uint8_t> changed = data;
        ige_encrypt(key, changed);
        EXPECT_EQ(changed, plain_ige(key, data, true)) << blocks;
        ige_decrypt(key, changed);
        EXPECT_EQ(changed, data) << blocks;
        ige_decrypt(key, changed);
        EXPECT_EQ(changed, plain_ige(key, data, false)) << blocks;
    }
}

// RFC 7914 has none for SHA-512; this is the one that the RFC 6070 inputs give in every implementation.
TEST(Crypto, Pbkdf2) {
    const auto password = core::as_bytes("password"), salt = core::as_bytes("salt");
    EXPECT_EQ(hex(pbkdf2_sha1(password, salt, 4096, 20).view()), "4b007901b765489abead49d926f721d065a429c1");
    EXPECT_EQ(hex(pbkdf2_sha512(password, salt, 1, 64).view()),
              "867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252"
              "c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce");
}

/// RFC 7914, section 11.
TEST(Crypto, Pbkdf2Sha256) {
    EXPECT_EQ(hex(pbkdf2_sha256(core::as_bytes("passwd"), core::as_bytes("salt"), 1, 64).view()),
              "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
              "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783");
}

/// RFC 4231, test cases 2 and 6.
TEST(Crypto, HmacSha256) {
    EXPECT_EQ(hex(hmac_sha256(core::as_bytes("Jefe"), core::as_bytes("what do ya want for nothing?"))),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    const std::vector<std::uint8_t> long_key(131, 0xaa);
    EXPECT_EQ(
        hex(hmac_sha256(long_key, core::as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

/// NIST SP 800-38A, F.5.5; encryption and decryption are one.
TEST(Crypto, AesCtr) {
    const auto key = core::decode_hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
    const auto counter = core::decode_hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
    auto data = core::decode_hex(
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
        "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");
    const std::string plain = hex(data->view());
    ctr_crypt(key->view(), counter->view(), data->edit());
    EXPECT_EQ(hex(data->view()),
              "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"
              "2b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6");
    ctr_crypt(key->view(), counter->view(), data->edit());
    EXPECT_EQ(hex(data->view()), plain);
    ctr_crypt(key->view(), counter->view(), data->edit().first(5));
    EXPECT_EQ(hex(data->view()).substr(0, 12), "601ec31377" + plain.substr(10, 2));
}

TEST(Crypto, Pbkdf2IsThatOfOpenssl) {
    const std::string long_password(200, 'x');
    for (const std::string_view password :
         {std::string_view(), std::string_view("p"), std::string_view(long_password)}) {
        for (const std::uint32_t iterations : {1u, 2u, 7u, 2500u}) {
            for (const std::size_t size : {1u, 64u, 65u, 256u, 300u}) {
                const auto salt = core::as_bytes("some salt");
                std::vector<std::uint8_t> wanted(size);
                PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), salt.data(),
                                  static_cast<int>(salt.size()), static_cast<int>(iterations), EVP_sha512(),
                                  static_cast<int>(size), wanted.data());
                const auto got = pbkdf2_sha512(core::as_bytes(password), salt, iterations, size);
                EXPECT_EQ(hex(got.view()), hex(wanted))
                    << password.size() << " " << iterations << " " << size;
            }
        }
    }
}

TEST(Crypto, RandomBytesDiffer) {
    std::array<std::uint8_t, 32> a{}, b{};
    ASSERT_TRUE(random_bytes(a));
    ASSERT_TRUE(random_bytes(b));
    EXPECT_NE(a, b);
    EXPECT_NE(a, decltype(a){});
    EXPECT_TRUE(random_bytes({}));
}

}  // namespace
}  // namespace tgferry::crypto
