// With c(i) = E(p(i) ^ c(i-1)) ^ p(i-1), the blocks d(i) = c(i) ^ p(i-1) are the CBC encryption of
// p(i) ^ p(i-2). So encryption is CBC between two passes of XOR. Decryption has no such twin among the modes
// that OpenSSL offers and goes block by block.
#include "crypto/aes_ige.hpp"

#include <cstring>
#include <memory>
#include <new>
#include <tgferry/secret.hpp>

#include "crypto/algorithms.hpp"

namespace tgferry::crypto {
namespace {

constexpr std::size_t block_size = 16;
using Block = std::array<std::uint8_t, block_size>;

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

void require(bool done) {
    if (!done) throw std::bad_alloc();
}

Block load(const std::uint8_t* from) {
    Block block;
    std::memcpy(block.data(), from, block_size);
    return block;
}

void store(std::uint8_t* to, const Block& block) {
    std::memcpy(to, block.data(), block_size);
}

Block operator^(const Block& a, const Block& b) {
    Block out;
    for (std::size_t i = 0; i < block_size; ++i) out[i] = static_cast<std::uint8_t>(a[i] ^ b[i]);
    return out;
}

}  // namespace

IgeKey::~IgeKey() {
    wipe(key.data(), key.size());
    wipe(iv.data(), iv.size());
}

void ige_encrypt(const IgeKey& key, std::span<std::uint8_t> data) {
    const std::size_t blocks = data.size() / block_size;
    const Context context(EVP_CIPHER_CTX_new());
    require(context && EVP_EncryptInit_ex2(context.get(), algorithms().aes_256_cbc, key.key.data(),
                                           key.iv.data(), nullptr) == 1);
    EVP_CIPHER_CTX_set_padding(context.get(), 0);
    const Block none{};
    Block plain_1 = load(key.iv.data() + block_size);  // p(i-1)
    Block plain_2 = none;                              // p(i-2); the first block is taken as it is
    for (std::size_t i = 0; i < blocks; ++i) {
        std::uint8_t* const at = data.data() + i * block_size;
        const Block plain = load(at);
        Block mixed = plain ^ plain_2;
        int size = 0;
        require(EVP_EncryptUpdate(context.get(), mixed.data(), &size, mixed.data(), block_size) == 1);
        store(at, mixed ^ plain_1);
        plain_2 = plain_1;
        plain_1 = plain;
    }
    wipe(plain_1.data(), block_size);
    wipe(plain_2.data(), block_size);
}

void ige_decrypt(const IgeKey& key, std::span<std::uint8_t> data) {
    const std::size_t blocks = data.size() / block_size;
    const Context context(EVP_CIPHER_CTX_new());
    require(context && EVP_DecryptInit_ex2(context.get(), algorithms().aes_256_ecb, key.key.data(), nullptr,
                                           nullptr) == 1);
    EVP_CIPHER_CTX_set_padding(context.get(), 0);
    Block cipher_1 = load(key.iv.data());              // c(i-1)
    Block plain_1 = load(key.iv.data() + block_size);  // p(i-1)
    for (std::size_t i = 0; i < blocks; ++i) {
        std::uint8_t* const at = data.data() + i * block_size;
        const Block cipher = load(at);
        Block mixed = cipher ^ plain_1;
        int size = 0;
        require(EVP_DecryptUpdate(context.get(), mixed.data(), &size, mixed.data(), block_size) == 1);
        plain_1 = mixed ^ cipher_1;
        cipher_1 = cipher;
        store(at, plain_1);
    }
    wipe(plain_1.data(), block_size);
}

}  // namespace tgferry::crypto
