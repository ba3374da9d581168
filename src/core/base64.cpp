#include "core/base64.hpp"

#include <array>
#include <bit>
#include <cstring>

namespace tgferry::core {
namespace {

// Sixteen characters at a time, in the portable vector notation of GCC and Clang.
constexpr std::size_t width = 16;
using Block = std::int8_t __attribute__((vector_size(width)));
using Words = std::uint64_t __attribute__((vector_size(width)));

constexpr Block all(int value) {
    Block block{};
    for (std::size_t i = 0; i < width; ++i) block[i] = static_cast<std::int8_t>(value);
    return block;
}

bool any(Block mask) {
    const auto words = std::bit_cast<Words>(mask);
    return (words[0] | words[1]) != 0;
}

std::uint64_t big_endian(std::uint64_t word) {
    return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
}

struct Seen {
    Block bad{}, standard{}, url{};
};

Block between(Block c, char low, char high) { return (c > all(low - 1)) & (c < all(high + 1)); }

/// Characters to six-bit values.
Block values(Block c, Seen& seen) {
    const Block upper = between(c, 'A', 'Z');
    const Block lower = between(c, 'a', 'z');
    const Block digit = between(c, '0', '9');
    const Block plus = c == all('+'), slash = c == all('/');
    const Block minus = c == all('-'), under = c == all('_');
    seen.standard |= plus | slash;
    seen.url |= minus | under;
    seen.bad |= ~(upper | lower | digit | plus | slash | minus | under);
    return (upper & (c - all('A'))) | (lower & (c - all('a' - 26))) | (digit & (c - all('0' - 52))) |
           ((plus | minus) & all(62)) | ((slash | under) & all(63));
}

/// Six-bit values to characters.
Block characters(Block v, Alphabet alphabet) {
    const int for_62 = alphabet == Alphabet::url ? '-' : '+';
    const int for_63 = alphabet == Alphabet::url ? '_' : '/';
    return v + all('A') + ((v > all(25)) & all('a' - 'A' - 26)) + ((v > all(51)) & all('0' - 'a' - 26)) +
           ((v == all(62)) & all(for_62 - '0' - 10)) + ((v == all(63)) & all(for_63 - '0' - 11));
}

/// Eight six-bit values, first one in the lowest address, to six bytes at the top of a big-endian word.
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
    const auto words = std::bit_cast<Words>(values(c, seen));
    const std::uint64_t first = pack(words[0]), second = pack(words[1]);
    std::memcpy(out, &first, 8);
    std::memcpy(out + 6, &second, 8);
}

void encode_block(const std::uint8_t* in, char* out, Alphabet alphabet) {
    std::array<std::uint64_t, 2> words{};
    std::memcpy(&words[0], in, 6);
    std::memcpy(&words[1], in + 6, 6);
    const Words sextets = {unpack(words[0]), unpack(words[1])};
    const Block c = characters(std::bit_cast<Block>(sextets), alphabet);
    std::memcpy(out, &c, width);
}

constexpr std::size_t bytes_per_block = 12;
constexpr std::size_t slack = 16;  // a block is stored whole, whatever part of it counts

}  // namespace

std::optional<Base64> decode_base64(std::string_view text) {
    Base64 result;
    while (!text.empty() && text.back() == '=') {
        text.remove_suffix(1);
        ++result.padding;
    }
    if (text.size() % 4 == 1 || result.padding > 3) return std::nullopt;
    const std::size_t size = text.size() / 4 * 3 + (text.size() % 4 ? text.size() % 4 - 1 : 0);
    result.bytes = SecretBytes(size + slack);
    std::uint8_t* out = result.bytes.edit().data();
    Seen seen;
    std::size_t done = 0;
    for (; text.size() - done >= width; done += width, out += bytes_per_block) {
        decode_block(text.data() + done, out, seen);
    }
    std::array<char, width> last;
    last.fill('A');
    std::memcpy(last.data(), text.data() + done, text.size() - done);
    decode_block(last.data(), out, seen);
    wipe(last.data(), last.size());
    if (any(seen.bad)) return std::nullopt;
    result.standard = any(seen.standard);
    result.url = any(seen.url);
    result.bytes.shrink(size);
    return result;
}

SecretText encode_base64(std::span<const std::uint8_t> bytes, Alphabet alphabet, Padding padding,
                         std::string_view prefix) {
    const std::size_t rest = bytes.size() % 3;
    const std::size_t plain = bytes.size() / 3 * 4 + (rest ? rest + 1 : 0);
    const std::size_t pads = padding == Padding::keep && rest ? 3 - rest : 0;
    SecretText text(prefix.size() + plain + pads + slack);
    char* out = text.edit().data();
    std::memcpy(out, prefix.data(), prefix.size());
    out += prefix.size();
    std::size_t done = 0;
    for (; bytes.size() - done >= bytes_per_block; done += bytes_per_block, out += width) {
        encode_block(bytes.data() + done, out, alphabet);
    }
    std::array<std::uint8_t, bytes_per_block> last{};
    if (done < bytes.size()) {
        std::memcpy(last.data(), bytes.data() + done, bytes.size() - done);
        encode_block(last.data(), out, alphabet);
        wipe(last.data(), last.size());
    }
    char* end = text.edit().data() + prefix.size() + plain;
    for (std::size_t i = 0; i < pads; ++i) end[i] = '=';
    text.shrink(prefix.size() + plain + pads);
    return text;
}

}  // namespace tgferry::core
