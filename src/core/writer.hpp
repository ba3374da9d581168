// The counterpart of the cursor: appends to memory that is wiped.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <tgferry/secret.hpp>

namespace tgferry::core {

/// Grows as needed; old buffers are wiped when they are replaced.
class Writer {
  public:
    explicit Writer(std::size_t expected_size = 512)
        : buffer_(expected_size ? expected_size : 1, Unfilled{}) {}

    void u8(std::uint8_t value) { put<std::endian::big>(value); }
    void u16_be(std::uint16_t value) { put<std::endian::big>(value); }
    void u32_be(std::uint32_t value) { put<std::endian::big>(value); }
    void u64_be(std::uint64_t value) { put<std::endian::big>(value); }
    void u32_le(std::uint32_t value) { put<std::endian::little>(value); }
    void u64_le(std::uint64_t value) { put<std::endian::little>(value); }
    void i32_le(std::int32_t value) { u32_le(static_cast<std::uint32_t>(value)); }
    void i64_le(std::int64_t value) { u64_le(static_cast<std::uint64_t>(value)); }
    void bytes(std::span<const std::uint8_t> bytes) {
        if (bytes.empty()) return;
        if (bytes.size() > buffer_.size() - size_) grow(bytes.size());
        std::memcpy(buffer_.edit().data() + size_, bytes.data(), bytes.size());
        size_ += bytes.size();
    }
    void text(std::string_view text);
    /// TL `bytes`, padded with zeros to 4 counted from the field's start. At most 2^24 - 1 bytes.
    void tl_bytes(std::span<const std::uint8_t> bytes);

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::span<const std::uint8_t> view() const noexcept { return buffer_.view().first(size_); }
    [[nodiscard]] SecretBytes finish() &&;

  private:
    /// Makes room for `more` bytes.
    void grow(std::size_t more);
    template <std::endian order, class Int>
    void put(Int value) {
        if constexpr (order != std::endian::native) value = std::byteswap(value);
        bytes(std::bit_cast<std::array<std::uint8_t, sizeof(Int)>>(value));
    }

    SecretBytes buffer_;
    std::size_t size_ = 0;
};

}  // namespace tgferry::core
