// The record inside Pyrogram's session string, big-endian, which other libraries write as well (MTGo). No
// mark, no checksum, no address.
//
//   dc u8 |              test u8 | auth key (256) | user id u32 | bot u8        263 bytes, 0.15 to 1.4
//   dc u8 |              test u8 | auth key (256) | user id u64 | bot u8        267 bytes, 1.3 and 1.4
//   dc u8 | api id u32 | test u8 | auth key (256) | user id u64 | bot u8        271 bytes, 2.0 and later, all
//   forks
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <tgferry/session.hpp>

#include "core/base64.hpp"
#include "formats/format.hpp"

namespace tgferry::formats::pyrogram {

inline constexpr std::size_t size_32 = 263, size_64 = 267, size_api = 271;

/// What the record carries.
inline constexpr Carries record_carries = {
    .fields = {Field::test, Field::user_id, Field::is_bot, Field::api_id},
    .needs = {Field::user_id, Field::is_bot, Field::api_id},
    .test = TestRule::stored,
};

[[nodiscard]] constexpr bool is_record_size(std::size_t size) noexcept {
    return size == size_32 || size == size_64 || size == size_api;
}

/// Whether a record of one of the three sizes is one that Pyrogram writes: flags of 0 or 1, a DC that
/// accounts live on, a user id that Telegram gives out.
[[nodiscard]] bool is_plausible_record(std::span<const std::uint8_t> record) noexcept;
/// The same of values.
[[nodiscard]] bool is_plausible(std::uint8_t dc, std::uint8_t test, std::uint64_t user_id,
                                std::uint8_t bot) noexcept;

/// `record` has one of the three sizes. Errors: damaged, not_logged_in.
[[nodiscard]] Result<Session> read_record(std::span<const std::uint8_t> record,
                                          std::vector<Warning>& warnings);

/// The string of 271 bytes: url-safe base64 without padding. `format` is named in errors: invalid_argument
/// for negative ids.
[[nodiscard]] Result<SecretText> write_string(const Session& session, std::string_view format);

}  // namespace tgferry::formats::pyrogram
