#include "core/cursor.hpp"

#include <fmt/format.h>

namespace tgferry::core {

std::span<const std::uint8_t> Cursor::take(std::size_t count, const char* what) noexcept {
    if (!ok()) return {};
    if (count > left()) {
        failed_ = what;
        failed_at_ = offset_;
        wanted_ = count;
        return {};
    }
    const auto part = bytes_.subspan(offset_, count);
    offset_ += count;
    return part;
}

template <class Int>
Int Cursor::be(const char* what) noexcept {
    Int value = 0;
    for (const std::uint8_t byte : take(sizeof(Int), what)) {
        value = static_cast<Int>(static_cast<std::uint64_t>(value) << 8 | byte);
    }
    return value;
}

template <class Int>
Int Cursor::le(const char* what) noexcept {
    Int value = 0;
    unsigned shift = 0;
    for (const std::uint8_t byte : take(sizeof(Int), what)) {
        value = static_cast<Int>(value | static_cast<Int>(static_cast<Int>(byte) << shift));
        shift += 8;
    }
    return value;
}

std::uint8_t Cursor::u8(const char* what) noexcept {
    return be<std::uint8_t>(what);
}
std::uint16_t Cursor::u16_be(const char* what) noexcept {
    return be<std::uint16_t>(what);
}
std::uint32_t Cursor::u32_be(const char* what) noexcept {
    return be<std::uint32_t>(what);
}
std::uint64_t Cursor::u64_be(const char* what) noexcept {
    return be<std::uint64_t>(what);
}
std::uint32_t Cursor::u32_le(const char* what) noexcept {
    return le<std::uint32_t>(what);
}
std::uint64_t Cursor::u64_le(const char* what) noexcept {
    return le<std::uint64_t>(what);
}
std::int32_t Cursor::i32_le(const char* what) noexcept {
    return static_cast<std::int32_t>(u32_le(what));
}
std::int64_t Cursor::i64_le(const char* what) noexcept {
    return static_cast<std::int64_t>(u64_le(what));
}

std::span<const std::uint8_t> Cursor::tl_bytes(const char* what) noexcept {
    const std::size_t start = offset_;
    std::size_t size = u8(what);
    if (size == 0xfe) {
        const auto wide = take(3, what);
        if (!ok()) return {};
        size = wide[0] | static_cast<std::size_t>(wide[1]) << 8 | static_cast<std::size_t>(wide[2]) << 16;
    } else if (size == 0xff) {
        reject(what, start);
        return {};
    }
    const auto body = take(size, what);
    if (!ok()) return {};
    const std::size_t padding = (4 - (offset_ - start) % 4) % 4;
    (void)take(padding, what);
    return ok() ? body : std::span<const std::uint8_t>();
}

void Cursor::reject(const char* what, std::size_t at) noexcept {
    if (!ok()) return;
    failed_ = what;
    failed_at_ = at;
    wanted_ = 0;
}

std::unexpected<Error> Cursor::failure(std::string_view format) const {
    const char* what = failed_ ? failed_ : "nothing";
    std::string message = wanted_ ? fmt::format("{}: cut short in the {}: {} bytes wanted, {} left", format,
                                                what, wanted_, bytes_.size() - failed_at_)
                                  : fmt::format("{}: the {} is not what the format allows", format, what);
    return std::unexpected(
        Error{.code = ErrorCode::damaged, .message = std::move(message), .offset = failed_at_});
}

}  // namespace tgferry::core
