// The arithmetic of base64 on a whole vector of characters, in the portable vector notation of GCC and Clang.
// Comparisons make masks, masks select: nothing here branches or looks up by the data.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include "core/base64.hpp"

namespace tgferry::core::lanes {

template <std::size_t width>
struct Vector {
    using Bytes [[gnu::vector_size(width)]] = std::int8_t;
};
template <std::size_t width>
using Bytes = typename Vector<width>::Bytes;

/// What the characters so far were.
template <std::size_t width>
struct Seen {
    Bytes<width> bad{}, standard{}, url{};
};

template <std::size_t width>
[[nodiscard]] inline bool any(const Bytes<width>& mask) {
    std::array<std::uint64_t, width / 8> words{};
    std::memcpy(words.data(), &mask, width);
    std::uint64_t all = 0;
    for (const std::uint64_t word : words) all |= word;
    return all != 0;
}

/// Characters to six-bit values, in place.
template <std::size_t width>
[[gnu::always_inline]] inline void to_values(Bytes<width>& c, Seen<width>& seen) {
    const Bytes<width> upper = (c > 'A' - 1) & (c < 'Z' + 1);
    const Bytes<width> lower = (c > 'a' - 1) & (c < 'z' + 1);
    const Bytes<width> digit = (c > '0' - 1) & (c < '9' + 1);
    const Bytes<width> standard = (c == '+') | (c == '/');
    const Bytes<width> url = (c == '-') | (c == '_');
    const Bytes<width> is_63 = (c == '/') | (c == '_');
    seen.standard |= standard;
    seen.url |= url;
    const Bytes<width> plain = upper | lower | digit;
    seen.bad |= ~(plain | standard | url);
    // Masked before it is added to: no byte leaves the range of its signed lane.
    c = (c & plain) + ((upper & -'A') | (lower & (26 - 'a')) | (digit & (52 - '0')) |
                       ((standard | url) & 62) | (is_63 & 1));
}

/// Six-bit values to characters, in place.
template <std::size_t width>
[[gnu::always_inline]] inline void to_characters(Bytes<width>& v, Alphabet alphabet) {
    const auto for_62 = static_cast<std::int8_t>((alphabet == Alphabet::url ? '-' : '+') - ('0' + 10));
    const auto for_63 = static_cast<std::int8_t>((alphabet == Alphabet::url ? '_' : '/') - ('0' + 11));
    // The offsets are added up first: 63 + 'A' would not fit a signed lane.
    v += 'A' + ((v > 25) & ('a' - 'A' - 26)) + ((v > 51) & ('0' - 'a' - 26)) + ((v == 62) & for_62) +
         ((v == 63) & for_63);
}

}  // namespace tgferry::core::lanes
