#include "crypto/aes_cbc.hpp"

#include <climits>
#include <memory>
#include <new>

#include "crypto/algorithms.hpp"

namespace tgferry::crypto {
namespace {

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

void require(bool done) {
    if (!done) throw std::bad_alloc();
}

const EVP_CIPHER* cipher_for(std::size_t key_size) {
    const Algorithms& known = algorithms();
    return key_size == 16 ? known.aes_128_cbc : key_size == 24 ? known.aes_192_cbc : known.aes_256_cbc;
}

/// OpenSSL counts in int.
bool fits(std::size_t size) {
    return size <= INT_MAX - aes_block;
}

}  // namespace

SecretBytes cbc_encrypt(std::span<const std::uint8_t> key, const CbcIv& iv,
                        std::span<const std::uint8_t> plain) {
    require(is_aes_key(key.size()) && fits(plain.size()));
    const Context context(EVP_CIPHER_CTX_new());
    require(context &&
            EVP_EncryptInit_ex2(context.get(), cipher_for(key.size()), key.data(), iv.data(), nullptr) == 1);
    SecretBytes out(plain.size() / aes_block * aes_block + aes_block, Unfilled{});
    int size = 0, rest = 0;
    require(EVP_EncryptUpdate(context.get(), out.edit().data(), &size, plain.data(),
                              static_cast<int>(plain.size())) == 1);
    require(EVP_EncryptFinal_ex(context.get(), out.edit().data() + size, &rest) == 1);
    return out;
}

std::optional<SecretBytes> cbc_decrypt(std::span<const std::uint8_t> key, const CbcIv& iv,
                                       std::span<const std::uint8_t> data) {
    require(is_aes_key(key.size()));
    if (data.empty() || data.size() % aes_block != 0 || !fits(data.size())) return std::nullopt;
    const Context context(EVP_CIPHER_CTX_new());
    require(context &&
            EVP_DecryptInit_ex2(context.get(), cipher_for(key.size()), key.data(), iv.data(), nullptr) == 1);
    SecretBytes out(data.size() + aes_block, Unfilled{});
    int size = 0, rest = 0;
    require(EVP_DecryptUpdate(context.get(), out.edit().data(), &size, data.data(),
                              static_cast<int>(data.size())) == 1);
    if (EVP_DecryptFinal_ex(context.get(), out.edit().data() + size, &rest) != 1) return std::nullopt;
    out.shrink(static_cast<std::size_t>(size) + static_cast<std::size_t>(rest));
    return out;
}

}  // namespace tgferry::crypto
