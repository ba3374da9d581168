#include "formats/tdlib/event.hpp"

#include <fmt/format.h>

#include "core/crc32.hpp"
#include "core/cursor.hpp"

namespace tgferry::formats::tdlib {
namespace {

constexpr std::size_t head_size = 28, tail_size = 4;
constexpr std::size_t min_size = head_size + tail_size;
constexpr std::size_t max_size = std::size_t{1} << 24;
constexpr std::uint32_t rewrite_flag = 1, partial_flag = 2;

}  // namespace

std::expected<Event, std::string> parse_event(std::span<const std::uint8_t> log, std::size_t at) {
    core::Cursor in(log.subspan(at));
    const std::size_t size = in.u32_le("size");
    if (!in.ok() || in.left() + 4 < min_size) return std::unexpected("the log ends inside an event");
    if (size < min_size || size > max_size || size % 4 != 0) {
        return std::unexpected(fmt::format("an event cannot have {} bytes", size));
    }
    if (size > log.size() - at) {
        return std::unexpected(fmt::format("an event of {} bytes has only {} left", size, log.size() - at));
    }
    Event event{.at = at, .size = size, .id = in.u64_le("id"), .type = in.i32_le("type")};
    const std::uint32_t flags = in.u32_le("flags");
    (void)in.u64_le("extra");
    event.data = in.take(size - min_size, "data");
    if (in.u32_le("checksum") != core::crc32(log.subspan(at, size - tail_size))) {
        return std::unexpected("an event's checksum is not that of its bytes");
    }
    event.rewrite = (flags & rewrite_flag) != 0;
    event.partial = (flags & partial_flag) != 0;
    return event;
}

void put_event(core::Writer& out, std::uint64_t id, std::int32_t type, std::span<const std::uint8_t> data) {
    core::Writer event(min_size + data.size());
    event.u32_le(static_cast<std::uint32_t>(min_size + data.size()));
    event.u64_le(id);
    event.i32_le(type);
    event.u32_le(0);
    event.u64_le(0);
    event.bytes(data);
    event.u32_le(core::crc32(event.view()));
    out.bytes(event.view());
}

}  // namespace tgferry::formats::tdlib
