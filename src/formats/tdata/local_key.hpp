// Telegram Desktop's local encryption: the key of a folder, how a passcode makes one, and the blobs under it.
//
//   blob       message key (16 bytes) | AES-256-IGE(plain)
//   plain      u32 LE length, itself included | payload | random bytes up to a multiple of 16
//   message key = first 16 bytes of SHA1(plain); key and IV from it and the local key as in MTProto 1, "from
//   server" (x = 8).
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>
#include <tgferry/secret.hpp>

#include "crypto/argon2.hpp"

namespace tgferry::formats::tdata {

inline constexpr std::size_t local_key_size = 256;
inline constexpr std::size_t salt_size = 32;
/// A blob of a local key: message key, length, key, padding.
inline constexpr std::size_t wrapped_key_size = 16 + 16 + local_key_size;

/// 256 bytes that encrypt everything of a folder, or wrap the key that does.
class LocalKey {
  public:
    /// Null unless there are 256 bytes.
    [[nodiscard]] static std::optional<LocalKey> from(std::span<const std::uint8_t> bytes);
    /// PBKDF2-HMAC-SHA512 over SHA512(salt | passcode | salt): 100,000 iterations, or 1 without a passcode.
    /// Wraps the key of key_data (since 2.1.14).
    [[nodiscard]] static LocalKey derive(std::string_view passcode, std::span<const std::uint8_t> salt);
    /// PBKDF2-HMAC-SHA1 over the passcode: 4000 iterations, or 4 without one. Wraps the key in the map before
    /// 2.1.14.
    [[nodiscard]] static LocalKey derive_legacy(std::string_view passcode,
                                                std::span<const std::uint8_t> salt);
    /// Argon2id over the passcode. Wraps the key of key_data (with a passcode, since 7.3). Errors: those of
    /// argon2id().
    [[nodiscard]] static Result<LocalKey> derive_argon2(std::string_view passcode,
                                                        std::span<const std::uint8_t> salt,
                                                        crypto::Argon2Cost cost);

    [[nodiscard]] std::span<const std::uint8_t> reveal() const noexcept { return bytes_.view(); }
    [[nodiscard]] LocalKey copy() const { return LocalKey(bytes_.copy()); }

  private:
    explicit LocalKey(SecretBytes bytes) noexcept : bytes_(std::move(bytes)) {}
    SecretBytes bytes_;
};

/// Why a blob does not open.
enum class BlobFault : std::uint8_t {
    size,    ///< not 16 bytes and whole blocks behind them
    key,     ///< it is not under this key, or damaged
    length,  ///< its own length is out of bounds
};

/// What was in a blob.
class Opened {
  public:
    explicit Opened(SecretBytes plain, std::size_t end) noexcept : plain_(std::move(plain)), end_(end) {}
    [[nodiscard]] std::span<const std::uint8_t> payload() const noexcept {
        return plain_.view().first(end_).subspan(4);
    }

  private:
    SecretBytes plain_;
    std::size_t end_;
};

[[nodiscard]] std::expected<Opened, BlobFault> open_blob(const LocalKey& key,
                                                         std::span<const std::uint8_t> blob);

/// Where writers get their salts, keys and padding from; another one only for vectors.
using Random = Result<void> (*)(std::span<std::uint8_t> out);

/// Errors: those of `random`.
[[nodiscard]] Result<SecretBytes> seal_blob(const LocalKey& key, std::span<const std::uint8_t> payload,
                                            Random random);

}  // namespace tgferry::formats::tdata
