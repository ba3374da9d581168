#include "core/text_encoding.hpp"

#include <array>

namespace tgferry::core {
namespace {

constexpr std::uint32_t replacement = 0xfffd;

/// Grows by what is measured first, so that no copy of a secret is left behind.
class Utf8Out {
  public:
    explicit Utf8Out(std::size_t most) : text_(most, Unfilled{}) {}
    void put(std::uint32_t code) {
        if (code < 0x80) return byte(code);
        if (code < 0x800) {
            byte(0xc0 | code >> 6);
        } else if (code < 0x10000) {
            byte(0xe0 | code >> 12);
            byte(0x80 | (code >> 6 & 0x3f));
        } else {
            byte(0xf0 | code >> 18);
            byte(0x80 | (code >> 12 & 0x3f));
            byte(0x80 | (code >> 6 & 0x3f));
        }
        byte(0x80 | (code & 0x3f));
    }
    [[nodiscard]] SecretText finish() && {
        text_.shrink(size_);
        return std::move(text_);
    }

  private:
    void byte(std::uint32_t value) { text_.edit()[size_++] = static_cast<char>(value); }
    SecretText text_;
    std::size_t size_ = 0;
};

/// The upper half of Windows-1251; 0 where it has no character.
constexpr std::array<std::uint16_t, 64> windows_1251 = {
    0x0402, 0x0403, 0x201a, 0x0453, 0x201e, 0x2026, 0x2020, 0x2021, 0x20ac, 0x2030, 0x0409, 0x2039, 0x040a,
    0x040c, 0x040b, 0x040f, 0x0452, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0,      0x2122,
    0x0459, 0x203a, 0x045a, 0x045c, 0x045b, 0x045f, 0x00a0, 0x040e, 0x045e, 0x0408, 0x00a4, 0x0490, 0x00a6,
    0x00a7, 0x0401, 0x00a9, 0x0404, 0x00ab, 0x00ac, 0x00ad, 0x00ae, 0x0407, 0x00b0, 0x00b1, 0x0406, 0x0456,
    0x0491, 0x00b5, 0x00b6, 0x00b7, 0x0451, 0x2116, 0x0454, 0x00bb, 0x0458, 0x0405, 0x0455, 0x0457};

}  // namespace

Encoding encoding_of(std::span<const std::uint8_t> bytes) noexcept {
    if (bytes.size() < 2 || bytes.size() % 2 != 0) return Encoding::utf8;
    if (bytes[0] == 0xff && bytes[1] == 0xfe) return Encoding::utf16_le;
    if (bytes[0] == 0xfe && bytes[1] == 0xff) return Encoding::utf16_be;
    std::array<std::size_t, 2> zeros{};
    for (std::size_t i = 0; i < bytes.size(); ++i) zeros[i % 2] += bytes[i] == 0 ? 1u : 0u;
    const std::size_t many = bytes.size() / 8;  // a quarter of the characters is ASCII
    if (zeros[0] == 0 && zeros[1] > many) return Encoding::utf16_le;
    if (zeros[1] == 0 && zeros[0] > many) return Encoding::utf16_be;
    return Encoding::utf8;
}

SecretText from_utf16(std::span<const std::uint8_t> bytes, Encoding encoding) {
    const std::size_t units = bytes.size() / 2;
    const auto unit = [&](std::size_t i) -> std::uint32_t {
        const std::uint32_t first = bytes[2 * i], second = bytes[2 * i + 1];
        return encoding == Encoding::utf16_le ? second << 8 | first : first << 8 | second;
    };
    Utf8Out out(3 * units);
    for (std::size_t i = 0; i < units; ++i) {
        const std::uint32_t code = unit(i);
        const bool high = code >= 0xd800 && code < 0xdc00, low = code >= 0xdc00 && code < 0xe000;
        const std::uint32_t next = high && i + 1 < units ? unit(i + 1) : 0;
        if (i == 0 && code == 0xfeff) continue;
        if (high && next >= 0xdc00 && next < 0xe000) {
            out.put(0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00));
            ++i;
        } else {
            out.put(high || low ? replacement : code);
        }
    }
    return std::move(out).finish();
}

SecretText from_windows_1251(std::span<const std::uint8_t> bytes) {
    Utf8Out out(3 * bytes.size());
    for (const std::uint8_t byte : bytes) {
        std::uint32_t code = byte;
        if (byte >= 0xc0) {
            code = 0x0410u + (byte - 0xc0u);
        } else if (byte >= 0x80) {
            code = windows_1251[byte - 0x80u] == 0 ? replacement : windows_1251[byte - 0x80u];
        }
        out.put(code);
    }
    return std::move(out).finish();
}

}  // namespace tgferry::core
