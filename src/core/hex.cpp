#include "core/hex.hpp"

namespace tgferry::core {
namespace {

// Branch-free on the digit's value, as it belongs to a key; -1 for anything that is no digit.
int digit(char c) {
    const int value = static_cast<unsigned char>(c);
    const int is_decimal = ('0' - 1 - value) & (value - '9' - 1);  // negative inside the range
    const int lower = value | 0x20;
    const int is_letter = ('a' - 1 - lower) & (lower - 'f' - 1);
    return -1 + ((is_decimal >> 8) & (value - '0' + 1)) + ((is_letter >> 8) & (lower - 'a' + 11));
}

char character(unsigned nibble) {
    const int n = static_cast<int>(nibble);
    return static_cast<char>('0' + n + (((9 - n) >> 8) & ('a' - '0' - 10)));
}

}  // namespace

std::optional<SecretBytes> decode_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    SecretBytes bytes(text.size() / 2);
    int bad = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
        bad |= high | low;
        bytes.edit()[i] = static_cast<std::uint8_t>((high << 4 | low) & 0xff);
    }
    if (bad < 0) return std::nullopt;
    return bytes;
}

SecretText encode_hex(std::span<const std::uint8_t> bytes) {
    SecretText text(bytes.size() * 2);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        text.edit()[2 * i] = character(bytes[i] >> 4);
        text.edit()[2 * i + 1] = character(bytes[i] & 15u);
    }
    return text;
}

}  // namespace tgferry::core
