#include "core/base64.hpp"

#include <algorithm>
#include <bit>

#include "core/base64_lanes.hpp"
#include "core/base64_wide.hpp"

namespace tgferry::core {
namespace {

constexpr std::size_t width = 16;
constexpr std::size_t bytes_per_block = 12;
constexpr std::size_t slack = 32;  // a block is stored whole, whatever part of it counts
using Block = lanes::Bytes<width>;
using Seen = lanes::Seen<width>;

std::uint64_t big_endian(std::uint64_t word) {
    return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
}

/// Eight six-bit values, first one in the lowest address, to six bytes.
std::uint64_t pack(std::uint64_t word) {
    std::uint64_t x = big_endian(word);
    x = (x & 0x3f003f003f003f00) >> 2 | (x & 0x003f003f003f003f);
    x = (x & 0x0fff00000fff0000) >> 4 | (x & 0x00000fff00000fff);
    x = (x & 0x00ffffff00000000) >> 8 | (x & 0x0000000000ffffff);
    return big_endian(x << 16);
}

std::uint64_t unpack(std::uint64_t word) {
    std::uint64_t x = big_endian(word) >> 16;
    x = (x & 0x0000ffffff000000) << 8 | (x & 0x0000000000ffffff);
    x = (x & 0x00fff00000fff000) << 4 | (x & 0x00000fff00000fff);
    x = (x & 0x0fc00fc00fc00fc0) << 2 | (x & 0x003f003f003f003f);
    return big_endian(x);
}

void decode_block(const char* in, std::uint8_t* out, Seen& seen) {
    Block c;
    std::memcpy(&c, in, width);
    lanes::to_values<width>(c, seen);
    std::array<std::uint64_t, 2> words{};
    std::memcpy(words.data(), &c, width);
    const std::uint64_t first = pack(words[0]), second = pack(words[1]);
    std::memcpy(out, &first, 8);
    std::memcpy(out + 6, &second, 8);
}

void encode_block(const std::uint8_t* in, char* out, Alphabet alphabet) {
    std::array<std::uint64_t, 2> words{};
    std::memcpy(&words[0], in, 6);
    std::memcpy(&words[1], in + 6, 6);
    words = {unpack(words[0]), unpack(words[1])};
    Block v;
    std::memcpy(&v, words.data(), width);
    lanes::to_characters<width>(v, alphabet);
    std::memcpy(out, &v, width);
}

wide::Decoded decode(std::string_view text, std::uint8_t* out) {
    if (wide::available()) return wide::decode(text, out);
    Seen seen;
    for (; text.size() >= width; text.remove_prefix(width), out += bytes_per_block) {
        decode_block(&text[0], out, seen);
    }
    std::array<char, width> last;
    last.fill('A');
    std::ranges::copy(text, last.begin());  // of nothing too, where memcpy may not be asked
    decode_block(last.data(), out, seen);
    wipe(last.data(), last.size());
    return {.bad = lanes::any<width>(seen.bad),
            .standard = lanes::any<width>(seen.standard),
            .url = lanes::any<width>(seen.url)};
}

void encode(std::span<const std::uint8_t> bytes, char* out, Alphabet alphabet) {
    if (wide::available()) return wide::encode(bytes, out, alphabet);
    for (; bytes.size() >= bytes_per_block; bytes = bytes.subspan(bytes_per_block), out += width) {
        encode_block(bytes.data(), out, alphabet);
    }
    std::array<std::uint8_t, bytes_per_block> last{};
    std::ranges::copy(bytes, last.begin());
    encode_block(last.data(), out, alphabet);
    wipe(last.data(), last.size());
}

}  // namespace

std::optional<Base64> decode_base64(std::string_view text) {
    Base64 result;
    while (!text.empty() && text.back() == '=') {
        text.remove_suffix(1);
        ++result.padding;
    }
    if (text.size() % 4 == 1 || result.padding > 3) return std::nullopt;
    const std::size_t size = text.size() / 4 * 3 + (text.size() % 4 ? text.size() % 4 - 1 : 0);
    result.bytes = SecretBytes(size + slack, Unfilled{});
    const wide::Decoded seen = decode(text, result.bytes.edit().data());
    if (seen.bad) return std::nullopt;
    result.standard = seen.standard;
    result.url = seen.url;
    result.bytes.shrink(size);
    return result;
}

SecretText encode_base64(std::span<const std::uint8_t> bytes, Alphabet alphabet, Padding padding,
                         std::string_view prefix) {
    const std::size_t rest = bytes.size() % 3;
    const std::size_t plain = bytes.size() / 3 * 4 + (rest ? rest + 1 : 0);
    const std::size_t pads = padding == Padding::keep && rest ? 3 - rest : 0;
    SecretText text(prefix.size() + plain + pads + slack, Unfilled{});
    char* const start = std::ranges::copy(prefix, text.edit().data()).out;
    encode(bytes, start, alphabet);
    std::fill_n(start + plain, pads, '=');
    text.shrink(prefix.size() + plain + pads);
    return text;
}

}  // namespace tgferry::core
