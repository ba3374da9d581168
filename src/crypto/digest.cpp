#include "crypto/digest.hpp"

#include <memory>
#include <new>

#include "crypto/algorithms.hpp"

namespace tgferry::crypto {
namespace {

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

/// With the algorithm there, OpenSSL fails only when memory runs out.
void require(bool done) {
    if (!done) throw std::bad_alloc();
}

/// `context` stays with one algorithm, so that OpenSSL keeps its state allocated.
template <class Digest>
Digest hash(const Context& context, const EVP_MD* algorithm, std::initializer_list<Bytes> parts) {
    Digest out{};
    require(context && EVP_DigestInit_ex2(context.get(), algorithm, nullptr) == 1);
    for (const Bytes part : parts) require(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1);
    require(EVP_DigestFinal_ex(context.get(), out.data(), nullptr) == 1);
    return out;
}

}  // namespace

const Algorithms& algorithms() noexcept {
    static const Algorithms fetched = {
        .md5 = EVP_MD_fetch(nullptr, "MD5", nullptr),
        .sha1 = EVP_MD_fetch(nullptr, "SHA1", nullptr),
        .sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr),
        .sha512 = EVP_MD_fetch(nullptr, "SHA512", nullptr),
        .aes_128_cbc = EVP_CIPHER_fetch(nullptr, "AES-128-CBC", nullptr),
        .aes_192_cbc = EVP_CIPHER_fetch(nullptr, "AES-192-CBC", nullptr),
        .aes_256_cbc = EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr),
        .aes_256_ecb = EVP_CIPHER_fetch(nullptr, "AES-256-ECB", nullptr),
        .aes_256_ctr = EVP_CIPHER_fetch(nullptr, "AES-256-CTR", nullptr),
    };
    return fetched;
}

Result<void> check_available() {
    const Algorithms& a = algorithms();
    const bool hashes = a.md5 && a.sha1 && a.sha256 && a.sha512;
    const bool ciphers = a.aes_128_cbc && a.aes_192_cbc && a.aes_256_cbc && a.aes_256_ecb && a.aes_256_ctr;
    if (hashes && ciphers) return {};
    return fail(ErrorCode::internal, "the system's OpenSSL lacks MD5, SHA-1, SHA-2 or AES",
                "load OpenSSL's default provider: see OPENSSL_CONF");
}

Md5 md5(std::initializer_list<Bytes> parts) {
    static thread_local const Context context(EVP_MD_CTX_new());
    return hash<Md5>(context, algorithms().md5, parts);
}

Sha1 sha1(std::initializer_list<Bytes> parts) {
    static thread_local const Context context(EVP_MD_CTX_new());
    return hash<Sha1>(context, algorithms().sha1, parts);
}

Sha256 sha256(std::initializer_list<Bytes> parts) {
    static thread_local const Context context(EVP_MD_CTX_new());
    return hash<Sha256>(context, algorithms().sha256, parts);
}

Sha512 sha512(std::initializer_list<Bytes> parts) {
    static thread_local const Context context(EVP_MD_CTX_new());
    return hash<Sha512>(context, algorithms().sha512, parts);
}

}  // namespace tgferry::crypto
