#include "core/cursor.hpp"

#include <fmt/format.h>

namespace tgferry::core {

void Cursor::cut_short(std::size_t count, const char* what) noexcept {
    failed_ = what;
    failed_at_ = offset_;
    wanted_ = count;
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
