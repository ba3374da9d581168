// The account's update state in MTKruto's storages: updates.state of the TL schema, in RLE0.
//
//   a56c2a3e | pts i32 | qts i32 | date i32 | seq i32 | unread count i32
#pragma once

#include <optional>
#include <span>
#include <tgferry/session.hpp>

namespace tgferry::formats::mtkruto {

/// Nothing for anything else.
[[nodiscard]] std::optional<UpdateState> read_state(std::span<const std::uint8_t> encoded);
/// The date must fit 32 bits.
[[nodiscard]] SecretBytes write_state(const UpdateState& state);

}  // namespace tgferry::formats::mtkruto
