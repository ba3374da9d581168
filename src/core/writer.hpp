// The counterpart of the cursor: appends to memory that is wiped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tgferry/secret.hpp>

namespace tgferry::core {

/// Grows as needed; old buffers are wiped when they are replaced.
class Writer {
  public:
    explicit Writer(std::size_t expected_size = 512) : buffer_(expected_size ? expected_size : 1) {}

    void u8(std::uint8_t value) {
        if (size_ == buffer_.size()) return bytes({&value, 1});
        buffer_.edit()[size_++] = value;
    }
    void u16_be(std::uint16_t value) { be(value, 2); }
    void u32_be(std::uint32_t value) { be(value, 4); }
    void u64_be(std::uint64_t value) { be(value, 8); }
    void u32_le(std::uint32_t value) { le(value, 4); }
    void u64_le(std::uint64_t value) { le(value, 8); }
    void i32_le(std::int32_t value) { u32_le(static_cast<std::uint32_t>(value)); }
    void i64_le(std::int64_t value) { u64_le(static_cast<std::uint64_t>(value)); }
    void bytes(std::span<const std::uint8_t> bytes);
    void text(std::string_view text);
    /// TL `bytes`, padded with zeros to 4 counted from the field's start. At most 2^24 - 1 bytes.
    void tl_bytes(std::span<const std::uint8_t> bytes);

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::span<const std::uint8_t> view() const noexcept { return buffer_.view().first(size_); }
    [[nodiscard]] SecretBytes finish() &&;

  private:
    void be(std::uint64_t value, unsigned count);
    void le(std::uint64_t value, unsigned count);

    SecretBytes buffer_;
    std::size_t size_ = 0;
};

}  // namespace tgferry::core
