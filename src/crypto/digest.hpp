// Hashes. Each is fetched from OpenSSL once.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <tgferry/result.hpp>

namespace tgferry::crypto {

using Bytes = std::span<const std::uint8_t>;

using Md5 = std::array<std::uint8_t, 16>;
using Sha1 = std::array<std::uint8_t, 20>;
using Sha256 = std::array<std::uint8_t, 32>;
using Sha512 = std::array<std::uint8_t, 64>;

/// Whether the system's OpenSSL offers everything that this room uses: a FIPS configuration may lack MD5. To
/// be asked once before a format's work; after it the functions below do not fail. Errors: internal.
[[nodiscard]] Result<void> check_available();

/// Of the parts one behind the other.
[[nodiscard]] Md5 md5(std::initializer_list<Bytes> parts);
[[nodiscard]] Sha1 sha1(std::initializer_list<Bytes> parts);
[[nodiscard]] Sha256 sha256(std::initializer_list<Bytes> parts);
[[nodiscard]] Sha512 sha512(std::initializer_list<Bytes> parts);

}  // namespace tgferry::crypto
