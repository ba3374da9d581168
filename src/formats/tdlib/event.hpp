// One event of TDLib's log. A log is nothing but events, one behind the other (td/db/binlog, TDLib 1.8):
//
//   size u32 | id u64 | type i32 | flags i32 | extra u64 | data | crc32 u32, all little-endian
//
// The size counts the whole event and is a multiple of 4; the checksum is of everything before it.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>

#include "core/writer.hpp"

namespace tgferry::formats::tdlib {

/// Types below 0 concern the log itself.
namespace event_type {
inline constexpr std::int32_t removal = -2;
inline constexpr std::int32_t encryption = -3;
inline constexpr std::int32_t login_row = 0x4327;   ///< a row of the table that holds the login
inline constexpr std::int32_t option_row = 0x1f18;  ///< a row of the table that holds options
}  // namespace event_type

struct Event {
    std::size_t at = 0;    ///< where it begins in the file
    std::size_t size = 0;  ///< in the file
    std::uint64_t id = 0;
    std::int32_t type = 0;
    bool rewrite = false;                  ///< takes the place of the event with the same id
    bool partial = false;                  ///< counts only once an event without this mark follows
    std::span<const std::uint8_t> data{};  ///< of the buffer that was read from
};

/// The event at `at`, or what is wrong with it, for people.
[[nodiscard]] std::expected<Event, std::string> parse_event(std::span<const std::uint8_t> log,
                                                            std::size_t at);

/// `data` has a size that is a multiple of 4.
void put_event(core::Writer& out, std::uint64_t id, std::int32_t type, std::span<const std::uint8_t> data);

}  // namespace tgferry::formats::tdlib
