// The envelope of each file of Telegram Desktop: "TDF$", the version of the program that wrote it, the body,
// MD5.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tgferry/secret.hpp>

namespace tgferry::formats::tdata {

/// The lowest version whose readers know 64-bit user ids, and hence what is written: a program treats files
/// of a version above its own as absent, and a key file so treated is overwritten.
inline constexpr std::int32_t wide_version = 2007002;
/// For programs from 2.1.14 on, which know 32-bit ids only.
inline constexpr std::int32_t narrow_version = 2001014;
/// The version of the trailer that protects passcodes by Argon2id; the lowest that was seen to know it.
inline constexpr std::int32_t kd2_version = 7003001;
/// The newest Telegram Desktop that is known of, and when that was looked up.
/// tests/interop/suites/opentele2.py holds it against what opentele2 stamps its folders with. What is newer
/// is read with a warning.
inline constexpr std::int32_t newest_known_version = 7004007;
inline constexpr std::string_view newest_known_on = "2026-11-28";

/// What is around a body: magic, version, MD5.
inline constexpr std::size_t container_overhead = 24;

[[nodiscard]] bool has_magic(std::span<const std::uint8_t> file) noexcept;

/// A file whose MD5 is right.
struct Container {
    std::int32_t version = 0;  ///< major * 1000000 + minor * 1000 + patch
    std::span<const std::uint8_t> body;
};
/// Refers to `file`. Errors: damaged, one sentence each for the length, the magic and the MD5.
[[nodiscard]] Result<Container> open_container(std::span<const std::uint8_t> file);

[[nodiscard]] SecretBytes make_container(std::int32_t version, std::span<const std::uint8_t> body);

/// "4.6.5" for 4006005.
[[nodiscard]] std::string version_text(std::int32_t version);

}  // namespace tgferry::formats::tdata
