#include "formats/mtkruto/rle0.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/writer.hpp"

namespace tgferry::formats::mtkruto {
namespace {

/// The longest run.
constexpr std::array<std::uint8_t, 255> zeros{};
constexpr std::size_t usual_growth = 16;

/// What comes before the next zero.
std::span<const std::uint8_t> literals(std::span<const std::uint8_t> bytes) {
    const void* zero = std::memchr(bytes.data(), 0, bytes.size());
    if (!zero) return bytes;
    return bytes.first(static_cast<std::size_t>(static_cast<const std::uint8_t*>(zero) - bytes.data()));
}

}  // namespace

Rle0 decode_rle0(std::span<const std::uint8_t> in, std::size_t limit) {
    Rle0 result;
    core::Writer out(std::min(in.size() + usual_growth, limit));
    for (std::size_t at = 0; at < in.size();) {
        std::span<const std::uint8_t> next = literals(in.subspan(at));
        at += next.size();
        if (next.empty()) {
            if (at + 1 == in.size() || in[at + 1] == 0) {
                result.fault_at = at;
                break;
            }
            next = std::span(zeros).first(in[at + 1]);
            at += 2;
        }
        if (next.size() > limit - out.size()) {
            result.too_long = true;
            break;
        }
        out.bytes(next);
    }
    result.bytes = std::move(out).finish();
    return result;
}

SecretBytes encode_rle0(std::span<const std::uint8_t> bytes) {
    core::Writer out(bytes.size() + usual_growth);
    while (!bytes.empty()) {
        const auto plain = literals(bytes);
        out.bytes(plain);
        bytes = bytes.subspan(plain.size());
        std::size_t run = 0;
        while (run < zeros.size() && run < bytes.size() && bytes[run] == 0) ++run;
        if (run == 0) continue;
        out.u8(0);
        out.u8(static_cast<std::uint8_t>(run));
        bytes = bytes.subspan(run);
    }
    return std::move(out).finish();
}

}  // namespace tgferry::formats::mtkruto
