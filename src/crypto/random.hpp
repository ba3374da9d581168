// Unpredictable bytes.
#pragma once

#include <cstdint>
#include <span>
#include <tgferry/result.hpp>

namespace tgferry::crypto {

/// Fills `out` from OpenSSL's generator for private values. Errors: internal.
[[nodiscard]] Result<void> random_bytes(std::span<std::uint8_t> out);

}  // namespace tgferry::crypto
