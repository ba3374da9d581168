// The one way input bytes are read: bounds-checked, and it remembers where it failed.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <tgferry/result.hpp>

namespace tgferry::core {

/// Reads from front to back. After the first failure every call returns zeros or nothing and changes nothing;
/// the caller asks once, at the end, whether all of it was there.
class Cursor {
  public:
    explicit Cursor(std::span<const std::uint8_t> bytes) noexcept : bytes_(bytes) {}

    [[nodiscard]] std::uint8_t u8(const char* what) noexcept { return get<std::uint8_t, big>(what); }
    [[nodiscard]] std::uint16_t u16_be(const char* what) noexcept { return get<std::uint16_t, big>(what); }
    [[nodiscard]] std::uint32_t u32_be(const char* what) noexcept { return get<std::uint32_t, big>(what); }
    [[nodiscard]] std::uint64_t u64_be(const char* what) noexcept { return get<std::uint64_t, big>(what); }
    [[nodiscard]] std::uint32_t u32_le(const char* what) noexcept { return get<std::uint32_t, little>(what); }
    [[nodiscard]] std::uint64_t u64_le(const char* what) noexcept { return get<std::uint64_t, little>(what); }
    [[nodiscard]] std::int32_t i32_le(const char* what) noexcept { return get<std::int32_t, little>(what); }
    [[nodiscard]] std::int64_t i64_le(const char* what) noexcept { return get<std::int64_t, little>(what); }
    /// A view of the next `count` bytes; empty after a failure.
    [[nodiscard]] std::span<const std::uint8_t> take(std::size_t count, const char* what) noexcept {
        if (!ok()) return {};
        if (count > left()) {
            cut_short(count, what);
            return {};
        }
        const auto part = bytes_.subspan(offset_, count);
        offset_ += count;
        return part;
    }
    /// TL `bytes`: one length byte up to 253, else fe and 24 bits; zero padding to 4 counted from the field's
    /// start, which is skipped unchecked as every reader does.
    [[nodiscard]] std::span<const std::uint8_t> tl_bytes(const char* what) noexcept;

    [[nodiscard]] std::size_t offset() const noexcept { return offset_; }
    [[nodiscard]] std::size_t left() const noexcept { return bytes_.size() - offset_; }
    [[nodiscard]] bool ok() const noexcept { return failed_ == nullptr; }
    /// Marks the value just read as wrong, so that the error names its place. Keeps the first failure.
    void reject(const char* what, std::size_t at) noexcept;
    /// The first failure as `damaged`, naming `format`.
    [[nodiscard]] std::unexpected<Error> failure(std::string_view format) const;

  private:
    static constexpr std::endian big = std::endian::big, little = std::endian::little;
    template <class Int, std::endian order>
    [[nodiscard]] Int get(const char* what) noexcept {
        const auto part = take(sizeof(Int), what);
        Int value = 0;
        if (part.empty()) return value;
        std::memcpy(&value, part.data(), sizeof(Int));
        return order == std::endian::native ? value : std::byteswap(value);
    }
    void cut_short(std::size_t count, const char* what) noexcept;

    std::span<const std::uint8_t> bytes_;
    std::size_t offset_ = 0;
    std::size_t failed_at_ = 0;
    std::size_t wanted_ = 0;  ///< bytes that were missing; 0 = a value was rejected
    const char* failed_ = nullptr;
};

[[nodiscard]] inline std::string_view as_text(std::span<const std::uint8_t> bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
[[nodiscard]] inline std::span<const std::uint8_t> as_bytes(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace tgferry::core
