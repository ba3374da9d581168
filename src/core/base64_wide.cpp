#include "core/base64_wide.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

#include "core/base64_lanes.hpp"

namespace tgferry::core::wide {
namespace {

constexpr std::size_t width = 32;
constexpr std::size_t bytes_per_block = 24;
using Lanes = lanes::Bytes<width>;

// Six-bit values are joined by multiplication: a*64 + b in 16 bits, then (ab)*4096 + cd in 32.
constexpr int join_pairs = 0x01400140;  // bytes 64, 1
constexpr int join_fours = 0x00011000;  // words 4096, 1

}  // namespace

bool available() noexcept {
    static const bool has = __builtin_cpu_supports("avx2") != 0;
    return has;
}

__attribute__((target("avx2"))) Decoded decode(std::string_view text, std::uint8_t* out) noexcept {
    // In each 32-bit lane three bytes count, the highest first; they are moved to the front of the half.
    const __m256i order = _mm256_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1,  //
                                           2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
    const __m256i close_gap = _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 3, 7);
    lanes::Seen<width> seen;
    Decoded done;
    for (; text.size() - done.characters >= width; done.characters += width, out += bytes_per_block) {
        Lanes c;
        std::memcpy(&c, text.data() + done.characters, width);
        lanes::to_values<width>(c, seen);
        __m256i v;
        std::memcpy(&v, &c, width);
        v = _mm256_maddubs_epi16(v, _mm256_set1_epi32(join_pairs));
        v = _mm256_madd_epi16(v, _mm256_set1_epi32(join_fours));
        v = _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(v, order), close_gap);
        std::memcpy(out, &v, width);
    }
    done.bad = lanes::any<width>(seen.bad);
    done.standard = lanes::any<width>(seen.standard);
    done.url = lanes::any<width>(seen.url);
    return done;
}

__attribute__((target("avx2"))) std::size_t encode(const std::uint8_t* bytes, std::size_t size, char* out,
                                                   Alphabet alphabet) noexcept {
    // Each group of three bytes abc becomes the words ba and cb, from which shifts by multiplication take six
    // bits.
    const __m256i spread = _mm256_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10,  //
                                            1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
    constexpr std::size_t half = bytes_per_block / 2;
    constexpr std::size_t reads = half + 16;  // two loads of 16 bytes, the second from the middle
    std::size_t done = 0;
    for (; size - done >= reads; done += bytes_per_block, out += width) {
        __m128i low, high;
        std::memcpy(&low, bytes + done, 16);
        std::memcpy(&high, bytes + done + half, 16);
        const __m256i in = _mm256_shuffle_epi8(_mm256_set_m128i(high, low), spread);
        const __m256i first_third = _mm256_mulhi_epu16(_mm256_and_si256(in, _mm256_set1_epi32(0x0fc0fc00)),
                                                       _mm256_set1_epi32(0x04000040));
        const __m256i second_fourth = _mm256_mullo_epi16(_mm256_and_si256(in, _mm256_set1_epi32(0x003f03f0)),
                                                         _mm256_set1_epi32(0x01000010));
        const __m256i sextets = _mm256_or_si256(first_third, second_fourth);
        Lanes v;
        std::memcpy(&v, &sextets, width);
        lanes::to_characters<width>(v, alphabet);
        std::memcpy(out, &v, width);
    }
    return done;
}

}  // namespace tgferry::core::wide

#else

namespace tgferry::core::wide {

bool available() noexcept {
    return false;
}
Decoded decode(std::string_view, std::uint8_t*) noexcept {
    return {};
}
std::size_t encode(const std::uint8_t*, std::size_t, char*, Alphabet) noexcept {
    return 0;
}

}  // namespace tgferry::core::wide

#endif
