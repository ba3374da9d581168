// OpenSSL's own PBKDF2 does one block of the output after the other, and copies its contexts on the heap in
// each iteration. Here a context is a plain struct of the older interface, and the blocks, which do not
// depend on each other, have threads of their own.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/pbkdf2.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

#include "crypto/algorithms.hpp"

namespace tgferry::crypto {
namespace {

constexpr std::size_t block_size = SHA512_DIGEST_LENGTH;
/// Below this many iterations a thread costs more than it saves.
constexpr std::uint32_t worth_a_thread = 2000;

/// HMAC-SHA512 of one key: the states behind the two paddings, computed once.
class Hmac {
  public:
    explicit Hmac(Bytes key) {
        std::array<std::uint8_t, SHA512_CBLOCK> padded{};
        if (key.size() > padded.size()) {
            std::ranges::copy(sha512({key}), padded.begin());
        } else {
            std::ranges::copy(key, padded.begin());
        }
        start(inner_, padded, 0x36);
        start(outer_, padded, 0x5c);
        wipe(padded.data(), padded.size());
    }
    Hmac(const Hmac&) = delete;
    Hmac& operator=(const Hmac&) = delete;
    ~Hmac() {
        wipe(&inner_, sizeof inner_);
        wipe(&outer_, sizeof outer_);
    }

    /// `context` is room to work in, for the caller to wipe.
    void operator()(SHA512_CTX& context, std::initializer_list<Bytes> message, Sha512& out) const {
        context = inner_;
        for (const Bytes part : message) SHA512_Update(&context, part.data(), part.size());
        SHA512_Final(out.data(), &context);
        context = outer_;
        SHA512_Update(&context, out.data(), out.size());
        SHA512_Final(out.data(), &context);
    }

  private:
    static void start(SHA512_CTX& context, std::array<std::uint8_t, SHA512_CBLOCK> key,
                      std::uint8_t padding) {
        for (std::uint8_t& byte : key) byte = static_cast<std::uint8_t>(byte ^ padding);
        SHA512_Init(&context);
        SHA512_Update(&context, key.data(), key.size());
        wipe(key.data(), key.size());
    }

    SHA512_CTX inner_{};
    SHA512_CTX outer_{};
};

/// Block `index` of the output, counted from 0.
void derive_block(const Hmac& hmac, Bytes salt, std::uint32_t iterations, std::size_t index,
                  std::span<std::uint8_t> out) {
    const auto number = static_cast<std::uint32_t>(index + 1);
    const std::array<std::uint8_t, 4> counter = {
        static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
        static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
    SHA512_CTX context;
    Sha512 last{};
    hmac(context, {salt, counter}, last);
    Sha512 sum = last;
    for (std::uint32_t i = 1; i < iterations; ++i) {
        hmac(context, {last}, last);
        for (std::size_t k = 0; k < sum.size(); ++k) sum[k] = static_cast<std::uint8_t>(sum[k] ^ last[k]);
    }
    std::copy_n(sum.begin(), out.size(), out.begin());
    wipe(&context, sizeof context);
    wipe(last.data(), last.size());
    wipe(sum.data(), sum.size());
}

/// Threads that are joined whatever way the scope is left. (std::jthread would bring in its stop tokens, and
/// with them the bare system call that the offline build does without.)
class Threads {
  public:
    explicit Threads(std::size_t most) { list_.reserve(most); }
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;
    ~Threads() { join(); }
    /// False where the system gives no more.
    template <class Work>
    bool start(const Work& work) {
        try {
            list_.emplace_back(work);
            return true;
        } catch (const std::system_error&) {
            return false;
        }
    }
    void join() {
        for (std::thread& thread : list_) thread.join();
        list_.clear();
    }

  private:
    std::vector<std::thread> list_;
};

/// OpenSSL's own.
SecretBytes derive_plainly(const EVP_MD* digest, Bytes password, Bytes salt, std::uint32_t iterations,
                           std::size_t size) {
    SecretBytes out(size);
    const int done =
        PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(password.data()), static_cast<int>(password.size()),
                          salt.data(), static_cast<int>(salt.size()), static_cast<int>(iterations), digest,
                          static_cast<int>(size), out.edit().data());
    if (done != 1) throw std::bad_alloc();
    return out;
}

}  // namespace

SecretBytes pbkdf2_sha512(Bytes password, Bytes salt, std::uint32_t iterations, std::size_t size) {
    SecretBytes out(size);
    const Hmac hmac(password);
    const std::size_t blocks = (size + block_size - 1) / block_size;
    const auto derive = [&](std::size_t i) {
        const std::size_t start = i * block_size;
        derive_block(hmac, salt, iterations, i,
                     out.edit().subspan(start, std::min(block_size, size - start)));
    };
    std::size_t next = 0;
    Threads threads(blocks);
    if (iterations >= worth_a_thread && std::thread::hardware_concurrency() > 1) {
        while (next + 1 < blocks && threads.start([&derive, next] { derive(next); })) ++next;
    }
    for (; next < blocks; ++next) derive(next);  // the last one, and what no thread was to be had for
    threads.join();
    return out;
}

SecretBytes pbkdf2_sha1(Bytes password, Bytes salt, std::uint32_t iterations, std::size_t size) {
    return derive_plainly(algorithms().sha1, password, salt, iterations, size);
}

SecretBytes pbkdf2_sha256(Bytes password, Bytes salt, std::uint32_t iterations, std::size_t size) {
    return derive_plainly(algorithms().sha256, password, salt, iterations, size);
}

}  // namespace tgferry::crypto
