#include "formats/tdlib/cipher.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/cursor.hpp"
#include "crypto/aes_ctr.hpp"
#include "crypto/hmac.hpp"
#include "crypto/pbkdf2.hpp"

namespace tgferry::formats::tdlib {
namespace {

constexpr std::string_view hashed_text = "cucumbers everywhere";
constexpr std::uint32_t iterations = 2;
constexpr std::size_t key_size = 32, hash_size = 32, min_salt_size = 16;

SecretBytes derive(std::string_view database_key, crypto::Bytes salt) {
    return crypto::pbkdf2_sha256(core::as_bytes(database_key), salt, iterations, key_size);
}

crypto::Sha256 hash_of(const SecretBytes& key) {
    return crypto::hmac_sha256(key.view(), core::as_bytes(hashed_text));
}

}  // namespace

Result<CipherHead> parse_cipher(const Event& event) {
    core::Cursor in(event.data);
    const std::int32_t flags = in.i32_le("flags of the encryption");
    if (in.ok() && flags != 0) {
        return fail(ErrorCode::unsupported_version,
                    fmt::format("tdlib: the log is encrypted in a way that is not known (flags {:#x})",
                                static_cast<std::uint32_t>(flags)));
    }
    CipherHead head{in.tl_bytes("salt"), in.tl_bytes("initialisation vector"),
                    in.tl_bytes("hash of the key")};
    if (in.ok() && head.salt.size() < min_salt_size) in.reject("salt", 4);
    if (in.ok() && head.iv.size() != iv_size) in.reject("initialisation vector", 4);
    if (in.ok() && head.hash.size() != hash_size) in.reject("hash of the key", 4);
    if (!in.ok()) return in.failure("tdlib encryption");
    return head;
}

std::optional<SecretBytes> cipher_key(const CipherHead& head, std::string_view database_key) {
    SecretBytes key = derive(database_key, head.salt);
    if (!equal_constant_time(hash_of(key), head.hash)) return std::nullopt;
    return key;
}

SecretBytes seal_log(crypto::Bytes plain, std::string_view database_key, crypto::Bytes salt,
                     crypto::Bytes iv) {
    const SecretBytes key = derive(database_key, salt);
    core::Writer head;
    head.i32_le(0);
    head.tl_bytes(salt);
    head.tl_bytes(iv);
    head.tl_bytes(hash_of(key));
    core::Writer out(plain.size() + 256);
    put_event(out, 0, event_type::encryption, head.view());
    SecretBytes sealed(plain);
    crypto::ctr_crypt(key.view(), iv, sealed.edit());
    out.bytes(sealed.view());
    return std::move(out).finish();
}

}  // namespace tgferry::formats::tdlib
