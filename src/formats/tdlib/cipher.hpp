// How a log is encrypted: its first event says with what, and everything behind that event is AES-256-CTR.
//
//   data of the event: flags i32 = 0 | salt | iv (16 bytes) | hash (32 bytes), each TL bytes
//   key  = PBKDF2-HMAC-SHA256(database key, salt, 2 iterations, 32 bytes)
//   hash = HMAC-SHA256(key, "cucumbers everywhere")
//
// TDLib knows 60002 iterations too, for passwords, but its interface makes raw keys only.
#pragma once

#include <optional>
#include <string_view>
#include <tgferry/secret.hpp>

#include "crypto/digest.hpp"
#include "formats/tdlib/event.hpp"

namespace tgferry::formats::tdlib {

inline constexpr std::size_t salt_size = 32, iv_size = 16;

/// The database key that TDLib takes where the application gives an empty one.
inline constexpr std::string_view default_key = "cucumber";

/// What the event of type encryption holds.
struct CipherHead {
    crypto::Bytes salt{}, iv{}, hash{};
};

/// Errors: damaged, unsupported_version (flags that no known TDLib writes).
[[nodiscard]] Result<CipherHead> parse_cipher(const Event& event);

/// The key of the cipher; nothing where the database key is another.
[[nodiscard]] std::optional<SecretBytes> cipher_key(const CipherHead& head, std::string_view database_key);

/// Encrypts `plain`, a log without the event, and puts that event in front. `salt` and `iv` are fresh.
[[nodiscard]] SecretBytes seal_log(crypto::Bytes plain, std::string_view database_key, crypto::Bytes salt,
                                   crypto::Bytes iv);

}  // namespace tgferry::formats::tdlib
