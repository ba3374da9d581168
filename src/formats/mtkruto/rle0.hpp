// RLE0 of MTKruto: runs of zero bytes as 00 and their length, all other bytes as they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tgferry/secret.hpp>

namespace tgferry::formats::mtkruto {

struct Rle0 {
    SecretBytes bytes;                      ///< what was decoded, up to the first fault
    std::optional<std::size_t> fault_at{};  ///< offset in the input of a zero without a length
    bool too_long = false;                  ///< more than `limit` bytes would come out
};

/// Strict: 00 at the end and 00 00 are faults, which MTKruto and mtcute read differently. Decodes at most
/// `limit` bytes.
[[nodiscard]] Rle0 decode_rle0(std::span<const std::uint8_t> bytes, std::size_t limit);

/// Runs longer than 255 are split, 255 first.
[[nodiscard]] SecretBytes encode_rle0(std::span<const std::uint8_t> bytes);

}  // namespace tgferry::formats::mtkruto
