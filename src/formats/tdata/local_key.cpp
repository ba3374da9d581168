#include "formats/tdata/local_key.hpp"

#include <algorithm>

#include "core/cursor.hpp"
#include "core/writer.hpp"
#include "crypto/aes_ige.hpp"
#include "crypto/digest.hpp"
#include "crypto/pbkdf2.hpp"

namespace tgferry::formats::tdata {
namespace {

constexpr std::size_t message_key_size = 16;
constexpr std::size_t block_size = 16;
constexpr std::size_t length_size = 4;

/// The derivation of MTProto 1 with x = 8.
void expand(const LocalKey& local, std::span<const std::uint8_t> message_key, crypto::IgeKey& out) {
    const auto part = [&](std::size_t from, std::size_t size) {
        return local.reveal().subspan(8 + from, size);
    };
    crypto::Sha1 a = crypto::sha1({message_key, part(0, 32)});
    crypto::Sha1 b = crypto::sha1({part(32, 16), message_key, part(48, 16)});
    crypto::Sha1 c = crypto::sha1({part(64, 32), message_key});
    crypto::Sha1 d = crypto::sha1({message_key, part(96, 32)});
    auto key = std::copy_n(a.begin(), 8, out.key.begin());
    key = std::copy_n(b.begin() + 8, 12, key);
    std::copy_n(c.begin() + 4, 12, key);
    auto iv = std::copy_n(a.begin() + 8, 12, out.iv.begin());
    iv = std::copy_n(b.begin(), 8, iv);
    iv = std::copy_n(c.begin() + 16, 4, iv);
    std::copy_n(d.begin(), 8, iv);
    for (crypto::Sha1* digest : {&a, &b, &c, &d}) wipe(digest->data(), digest->size());
}

}  // namespace

std::optional<LocalKey> LocalKey::from(std::span<const std::uint8_t> bytes) {
    if (bytes.size() != local_key_size) return std::nullopt;
    return LocalKey(SecretBytes(bytes));
}

LocalKey LocalKey::derive(std::string_view passcode, std::span<const std::uint8_t> salt) {
    crypto::Sha512 password = crypto::sha512({salt, core::as_bytes(passcode), salt});
    LocalKey key(crypto::pbkdf2_sha512(password, salt, passcode.empty() ? 1 : 100'000, local_key_size));
    wipe(password.data(), password.size());
    return key;
}

LocalKey LocalKey::derive_legacy(std::string_view passcode, std::span<const std::uint8_t> salt) {
    return LocalKey(
        crypto::pbkdf2_sha1(core::as_bytes(passcode), salt, passcode.empty() ? 4 : 4000, local_key_size));
}

Result<LocalKey> LocalKey::derive_argon2(std::string_view passcode, std::span<const std::uint8_t> salt,
                                         crypto::Argon2Cost cost) {
    auto bytes = crypto::argon2id(core::as_bytes(passcode), salt, cost, local_key_size);
    if (!bytes) return std::unexpected(std::move(bytes.error()));
    return LocalKey(std::move(*bytes));
}

std::expected<Opened, BlobFault> open_blob(const LocalKey& key, std::span<const std::uint8_t> blob) {
    if (blob.size() <= message_key_size || blob.size() % block_size != 0) {
        return std::unexpected(BlobFault::size);
    }
    const auto message_key = blob.first(message_key_size);
    SecretBytes plain(blob.subspan(message_key_size));
    crypto::IgeKey ige;
    expand(key, message_key, ige);
    crypto::ige_decrypt(ige, plain.edit());
    const crypto::Sha1 digest = crypto::sha1({plain.view()});
    if (!std::ranges::equal(std::span(digest).first(message_key_size), message_key)) {
        return std::unexpected(BlobFault::key);
    }
    const std::size_t length = core::Cursor(plain.view()).u32_le("length");
    if (length < length_size || length > plain.size() || length + block_size <= plain.size()) {
        return std::unexpected(BlobFault::length);
    }
    return Opened(std::move(plain), length);
}

Result<SecretBytes> seal_blob(const LocalKey& key, std::span<const std::uint8_t> payload, Random random) {
    const std::size_t length = length_size + payload.size();
    SecretBytes blob(message_key_size + (length + block_size - 1) / block_size * block_size);
    const auto plain = blob.edit().subspan(message_key_size);
    core::Writer head(length_size);
    head.u32_le(static_cast<std::uint32_t>(length));
    std::ranges::copy(head.view(), plain.begin());
    std::ranges::copy(payload, plain.subspan(length_size).begin());
    if (auto filled = random(plain.subspan(length)); !filled)
        return std::unexpected(std::move(filled.error()));
    const crypto::Sha1 digest = crypto::sha1({plain});
    const auto message_key = blob.edit().first(message_key_size);
    std::copy_n(digest.begin(), message_key_size, message_key.begin());
    crypto::IgeKey ige;
    expand(key, message_key, ige);
    crypto::ige_encrypt(ige, plain);
    return blob;
}

}  // namespace tgferry::formats::tdata
