// The values of mtcute's table key_value, beside the DCs (dc_option.hpp). All little-endian.
//
//   current_user      empty: logged out; else version i32 (1) | flags i32 (1 bot, 2 usernames, 4 premium) |
//                     user id i64 | usernames (flag 2): count i32, TL strings, the first is the main one
//   salts:DC          TL vector of future_salt: valid since i32 | valid until i32 | salt i64
//   updates_pts, updates_qts, updates_date, updates_seq    i32
//   updates_channel:ID, of the bare id                     u32
#pragma once

#include <optional>
#include <span>
#include <tgferry/session.hpp>
#include <vector>

#include "core/cursor.hpp"
#include "core/writer.hpp"

namespace tgferry::formats::mtcute {

/// Nothing for a version other than 1, which mtcute takes for nobody. Errors: damaged.
[[nodiscard]] Result<std::optional<User>> read_current_user(std::span<const std::uint8_t> value);
/// The user must have an id and a bot flag. No premium flag is written: mtcute knows no "unknown", and asks
/// the server when it starts.
[[nodiscard]] SecretBytes write_current_user(const User& user);

/// Adds to `salts`. Errors: damaged.
[[nodiscard]] Result<void> read_salts(std::span<const std::uint8_t> value, std::int32_t dc,
                                      std::vector<Salt>& salts);
/// Of one DC. Errors: invalid_argument for dates that do not fit.
[[nodiscard]] Result<SecretBytes> write_salts(std::span<const Salt> salts);

/// Nothing for anything shorter; mtcute ignores what follows.
[[nodiscard]] std::optional<std::int32_t> read_i32(std::span<const std::uint8_t> value);
[[nodiscard]] SecretBytes write_i32(std::int32_t value);

}  // namespace tgferry::formats::mtcute
