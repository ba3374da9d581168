// What stands in base64 behind the mark of a gogram string, in both layouts (string.cpp).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <tgferry/result.hpp>
#include <tgferry/secret.hpp>

namespace tgferry::formats::gogram {

/// The parts as they are stored; empty or 0 where the string lacks them.
struct Parts {
    SecretBytes key{}, hash{};
    std::string address{};
    std::int64_t dc = 0, app_id = 0;
};

/// The JSON object behind 1BvE. Errors: damaged.
[[nodiscard]] Result<Parts> read_payload(std::span<const std::uint8_t> payload);

/// Whether a separator stands behind a key's worth of bytes.
[[nodiscard]] bool is_old_payload(std::span<const std::uint8_t> payload);
/// The five parts behind 1BvX. gogram splits at every separator and fails where the key holds one; here the
/// sizes are used, and nothing is ambiguous. Errors: damaged.
[[nodiscard]] Result<Parts> read_old_payload(std::span<const std::uint8_t> payload);

}  // namespace tgferry::formats::gogram
