#include "core/writer.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/cursor.hpp"

namespace tgferry::core {

void Writer::bytes(std::span<const std::uint8_t> bytes) {
    if (bytes.empty()) return;
    if (bytes.size() > buffer_.size() - size_) {
        SecretBytes larger(std::max(buffer_.size() * 2, size_ + bytes.size()));
        std::memcpy(larger.edit().data(), buffer_.view().data(), size_);
        buffer_ = std::move(larger);
    }
    std::memcpy(buffer_.edit().data() + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
}

void Writer::text(std::string_view text) {
    bytes(as_bytes(text));
}

void Writer::be(std::uint64_t value, unsigned count) {
    std::array<std::uint8_t, 8> out{};
    for (unsigned i = 0; i < count; ++i) out[i] = static_cast<std::uint8_t>(value >> 8 * (count - 1 - i));
    bytes({out.data(), count});
}

void Writer::le(std::uint64_t value, unsigned count) {
    std::array<std::uint8_t, 8> out{};
    for (unsigned i = 0; i < count; ++i) out[i] = static_cast<std::uint8_t>(value >> 8 * i);
    bytes({out.data(), count});
}

void Writer::tl_bytes(std::span<const std::uint8_t> body) {
    const std::size_t start = size_;
    if (body.size() <= 253) {
        u8(static_cast<std::uint8_t>(body.size()));
    } else {
        u32_le(static_cast<std::uint32_t>(body.size()) << 8 | 0xfe);
    }
    bytes(body);
    while ((size_ - start) % 4 != 0) u8(0);
}

SecretBytes Writer::finish() && {
    buffer_.shrink(size_);
    return std::move(buffer_);
}

}  // namespace tgferry::core
