#include "core/writer.hpp"

#include <algorithm>
#include <cstring>

#include "core/cursor.hpp"

namespace tgferry::core {

void Writer::grow(std::size_t more) {
    SecretBytes larger(std::max(buffer_.size() * 2, size_ + more), Unfilled{});
    std::memcpy(larger.edit().data(), buffer_.view().data(), size_);
    buffer_ = std::move(larger);
}

void Writer::text(std::string_view text) {
    bytes(as_bytes(text));
}

void Writer::tl_bytes(std::span<const std::uint8_t> body) {
    const std::size_t start = size_;
    if (body.size() <= 253) {
        u8(static_cast<std::uint8_t>(body.size()));
    } else {
        u32_le(static_cast<std::uint32_t>(body.size()) << 8 | 0xfe);
    }
    bytes(body);
    constexpr std::array<std::uint8_t, 3> zeros{};
    bytes(std::span(zeros).first((4 - (size_ - start) % 4) % 4));
}

SecretBytes Writer::finish() && {
    buffer_.shrink(size_);
    return std::move(buffer_);
}

}  // namespace tgferry::core
