#include "crypto/aes_ctr.hpp"

#include <algorithm>
#include <memory>
#include <new>

#include "crypto/algorithms.hpp"

namespace tgferry::crypto {
namespace {

constexpr std::size_t key_size = 32, counter_size = 16;
/// OpenSSL counts in int. A multiple of the block size.
constexpr std::size_t most_at_once = std::size_t{1} << 30;

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};

void require(bool done) {
    if (!done) throw std::bad_alloc();
}

}  // namespace

void ctr_crypt(Bytes key, Bytes counter, std::span<std::uint8_t> data) {
    const std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context(EVP_CIPHER_CTX_new());
    require(context && key.size() == key_size && counter.size() == counter_size &&
            EVP_EncryptInit_ex2(context.get(), algorithms().aes_256_ctr, key.data(), counter.data(),
                                nullptr) == 1);
    while (!data.empty()) {
        const auto part = data.first(std::min(data.size(), most_at_once));
        int size = 0;
        require(EVP_EncryptUpdate(context.get(), part.data(), &size, part.data(),
                                  static_cast<int>(part.size())) == 1);
        data = data.subspan(part.size());
    }
}

}  // namespace tgferry::crypto
