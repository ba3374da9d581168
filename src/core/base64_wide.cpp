#include "core/base64_wide.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

#include <array>
#include <cstring>

// Everything here is a function of 32 characters at once. The only tables are vectors in registers, which
// _mm256_shuffle_epi8 selects from in constant time.
#define TGFERRY_AVX2 __attribute__((target("avx2")))

namespace tgferry::core::wide {
namespace {

constexpr std::size_t width = 32;
constexpr std::size_t bytes_per_block = 24;

// Six-bit values are joined by multiplication: a*64 + b in 16 bits, then (ab)*4096 + cd in 32.
constexpr int join_pairs = 0x01400140;  // bytes 64, 1
constexpr int join_fours = 0x00011000;  // words 4096, 1

// What a character is follows from its two half bytes: each names the classes that it excludes, or allows,
// and a class counts where both do.
//
//   01 not '+' '-' '/' | 02 not a digit | 04 not A-O, a-o | 08 not P-Z, '_' | 10 not p-z
//   20 '+' or '/' | 40 '-' | 80 '_'
constexpr int bad_classes = 0x1f, standard_classes = 0x20, url_classes = 0xc0;

/// The same 16 bytes in both halves.
TGFERRY_AVX2 __m256i twice(const std::array<std::uint8_t, 16>& table) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data())));
}

TGFERRY_AVX2 __m256i classes_of(__m256i low, __m256i high) {
    static constexpr std::array<std::uint8_t, 16> of_low = {0x05, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01,
                                                            0x01, 0x01, 0x03, 0x3a, 0x1b, 0x5a, 0x1b, 0xb2};
    static constexpr std::array<std::uint8_t, 16> of_high = {0x1f, 0x1f, 0x61, 0x02, 0x04, 0x88, 0x04, 0x10,
                                                             0x1f, 0x1f, 0x1f, 0x1f, 0x1f, 0x1f, 0x1f, 0x1f};
    return _mm256_and_si256(_mm256_shuffle_epi8(twice(of_low), low),
                            _mm256_shuffle_epi8(twice(of_high), high));
}

TGFERRY_AVX2 __m256i equal_to(__m256i c, char wanted, char then) {
    return _mm256_and_si256(_mm256_cmpeq_epi8(c, _mm256_set1_epi8(wanted)), _mm256_set1_epi8(then));
}

/// Characters to six-bit values; what they were is added to `classes`.
TGFERRY_AVX2 __m256i values_of(__m256i c, __m256i& classes) {
    constexpr auto from = [](int first, int value) { return static_cast<std::uint8_t>(value - first); };
    static constexpr std::array<std::uint8_t, 16> shifts = {
        0, 0, from('+', 62), from('0', 52), from('A', 0), from('A', 0), from('a', 26), from('a', 26)};
    const __m256i half = _mm256_set1_epi8(0x0f);
    const __m256i high = _mm256_and_si256(_mm256_srli_epi16(c, 4), half);
    classes = _mm256_or_si256(classes, classes_of(_mm256_and_si256(c, half), high));
    // The shift of the half byte is right for all but these three.
    const __m256i other =
        _mm256_or_si256(_mm256_or_si256(equal_to(c, '-', '+' - '-'), equal_to(c, '/', '+' + 1 - '/')),
                        equal_to(c, '_', 63 - ('_' - 'A')));
    return _mm256_add_epi8(_mm256_add_epi8(c, _mm256_shuffle_epi8(twice(shifts), high)), other);
}

TGFERRY_AVX2 bool any(__m256i classes, int wanted) {
    return _mm256_testz_si256(classes, _mm256_set1_epi8(static_cast<char>(wanted))) == 0;
}

/// Six-bit values to characters.
TGFERRY_AVX2 __m256i characters_of(__m256i v, Alphabet alphabet) {
    constexpr auto shifts_for = [](char for_62, char for_63) {
        std::array<std::uint8_t, 16> shifts{};
        shifts[0] = 'a' - 26;
        for (std::size_t digit = 1; digit <= 10; ++digit) shifts[digit] = static_cast<std::uint8_t>('0' - 52);
        shifts[11] = static_cast<std::uint8_t>(for_62 - 62);
        shifts[12] = static_cast<std::uint8_t>(for_63 - 63);
        shifts[13] = 'A';
        return shifts;
    };
    static constexpr auto standard = shifts_for('+', '/'), url = shifts_for('-', '_');
    // 0 for a-z, 1 to 12 for the digits and the last two, 13 for A-Z.
    const __m256i upper = _mm256_and_si256(_mm256_cmpgt_epi8(_mm256_set1_epi8(26), v), _mm256_set1_epi8(13));
    const __m256i which = _mm256_or_si256(_mm256_subs_epu8(v, _mm256_set1_epi8(51)), upper);
    return _mm256_add_epi8(v, _mm256_shuffle_epi8(twice(alphabet == Alphabet::url ? url : standard), which));
}

TGFERRY_AVX2 void decode_block(const char* in, std::uint8_t* out, __m256i& classes) {
    // In each 32-bit lane three bytes count, the highest first; they are moved to the front of the half.
    const __m256i order = _mm256_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1,  //
                                           2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
    const __m256i close_gap = _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 3, 7);
    __m256i v = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in));
    v = _mm256_maddubs_epi16(values_of(v, classes), _mm256_set1_epi32(join_pairs));
    v = _mm256_madd_epi16(v, _mm256_set1_epi32(join_fours));
    v = _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(v, order), close_gap);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), v);
}

/// Reads 28 bytes, of which 24 count: two loads of 16, the second from the middle.
TGFERRY_AVX2 void encode_block(const std::uint8_t* in, char* out, Alphabet alphabet) {
    // Each group of three bytes abc becomes the words ba and cb, from which shifts by multiplication take six
    // bits.
    const __m256i spread = _mm256_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10,  //
                                            1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
    const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in));
    const __m128i high = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in + bytes_per_block / 2));
    const __m256i words = _mm256_shuffle_epi8(_mm256_set_m128i(high, low), spread);
    const __m256i first_third = _mm256_mulhi_epu16(_mm256_and_si256(words, _mm256_set1_epi32(0x0fc0fc00)),
                                                   _mm256_set1_epi32(0x04000040));
    const __m256i second_fourth = _mm256_mullo_epi16(_mm256_and_si256(words, _mm256_set1_epi32(0x003f03f0)),
                                                     _mm256_set1_epi32(0x01000010));
    const __m256i text = characters_of(_mm256_or_si256(first_third, second_fourth), alphabet);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), text);
}

}  // namespace

bool available() noexcept {
    static const bool has = __builtin_cpu_supports("avx2") != 0;
    return has;
}

TGFERRY_AVX2 Decoded decode(std::string_view text, std::uint8_t* out) noexcept {
    __m256i classes = _mm256_setzero_si256();
    for (; text.size() >= width; text.remove_prefix(width), out += bytes_per_block) {
        decode_block(&text[0], out, classes);
    }
    if (!text.empty()) {
        std::array<char, width> last;
        last.fill('A');
        std::memcpy(last.data(), text.data(), text.size());
        decode_block(last.data(), out, classes);
        wipe(last.data(), last.size());
    }
    return {.bad = any(classes, bad_classes),
            .standard = any(classes, standard_classes),
            .url = any(classes, url_classes)};
}

TGFERRY_AVX2 void encode(std::span<const std::uint8_t> bytes, char* out, Alphabet alphabet) noexcept {
    constexpr std::size_t reads = 28;
    for (; bytes.size() >= reads; bytes = bytes.subspan(bytes_per_block), out += width) {
        encode_block(bytes.data(), out, alphabet);
    }
    if (bytes.empty()) return;
    std::array<std::uint8_t, bytes_per_block + reads> last{};
    std::memcpy(last.data(), bytes.data(), bytes.size());
    encode_block(last.data(), out, alphabet);
    if (bytes.size() > bytes_per_block) encode_block(last.data() + bytes_per_block, out + width, alphabet);
    wipe(last.data(), last.size());
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
void encode(std::span<const std::uint8_t>, char*, Alphabet) noexcept {}

}  // namespace tgferry::core::wide

#endif
