// The trailer of key_data since Telegram Desktop 7.3: how a passcode protects the local key there. Known from
// what opentele2 2.0.0 writes and reads.
//
//   trailer    QByteArray: "KD2\0" | u32 version = 2 | u32 passcode 0 or 1 | u32 entries 0 or 1 | entry
//   entry      u32 1 | u32 1 | u32 memory in KiB | u32 passes | u32 lanes | QByteArray salt (32) |
//              QByteArray wrapped key (288)
//
// The key that wraps is Argon2id of the passcode and the entry's own salt.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/writer.hpp"
#include "crypto/argon2.hpp"

namespace tgferry::formats::tdata {

/// Refers to the trailer it was parsed from.
struct PasscodeEntry {
    crypto::Argon2Cost cost;
    std::span<const std::uint8_t> salt;
    std::span<const std::uint8_t> wrapped_key;
};

/// What Telegram Desktop takes, as seen in 7.3.1.
inline constexpr crypto::Argon2Cost passcode_cost = {.memory_kib = 65536, .passes = 8, .lanes = 1};

[[nodiscard]] bool is_kd2(std::span<const std::uint8_t> trailer);
/// Nothing where no passcode is set. Errors: damaged; unsupported_version, for what the layout leaves open.
[[nodiscard]] Result<std::optional<PasscodeEntry>> parse_kd2(std::span<const std::uint8_t> trailer);
/// Refuses what would take more than the passcodes of Telegram Desktop do, `max_cost` times over, before any
/// memory is taken. Errors: too_costly.
[[nodiscard]] Result<void> check_cost(crypto::Argon2Cost cost, std::uint32_t max_cost);

void put_kd2(core::Writer& out, const std::optional<PasscodeEntry>& entry);

}  // namespace tgferry::formats::tdata
