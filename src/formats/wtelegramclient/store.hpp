// The container of a WTelegramClient session: a file to whose free end encrypted blocks are written in turn.
//
//   position i32 LE | length i32 LE | blocks ...       only [position, position + length) counts
//
// What lies outside are older blocks. Programs with a store of their own keep one block alone, without the
// header.
#pragma once

#include <cstdint>
#include <span>
#include <tgferry/result.hpp>
#include <tgferry/secret.hpp>

namespace tgferry::formats::wtelegramclient {

/// Whether the bytes are such a file, as far as that can be told without its key: a header that points to a
/// block where the library puts one, and a block without the patterns that anything unencrypted has.
[[nodiscard]] bool is_store(std::span<const std::uint8_t> bytes) noexcept;

/// Whether the bytes are the start of such a file: its block is cut short.
[[nodiscard]] bool is_cut_store(std::span<const std::uint8_t> bytes) noexcept;

/// Whether the bytes may be a block alone. Any encrypted or compressed file may be one.
[[nodiscard]] bool may_be_block(std::span<const std::uint8_t> bytes) noexcept;

struct LiveBlock {
    std::span<const std::uint8_t> bytes;
    std::size_t at = 0;      ///< where it begins
    bool has_header = true;  ///< false: the bytes are the block itself
};

/// Errors: damaged, not_logged_in (a header that points to nothing: a session never saved).
[[nodiscard]] Result<LiveBlock> live_block(std::span<const std::uint8_t> bytes);

/// A file with one block.
[[nodiscard]] SecretBytes store_of(std::span<const std::uint8_t> block);

}  // namespace tgferry::formats::wtelegramclient
