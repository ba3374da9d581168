#include "formats/mtkruto/rle0.hpp"

#include "core/writer.hpp"

namespace tgferry::formats::mtkruto {

Rle0 decode_rle0(std::span<const std::uint8_t> in, std::size_t limit) {
    Rle0 result{.bytes = SecretBytes(limit)};
    const auto out = result.bytes.edit();  // zeros, so a run needs no writing
    std::size_t size = 0;
    for (std::size_t i = 0; i < in.size(); ++i) {
        const std::uint8_t literal = in[i];
        std::size_t count = 1;
        if (literal == 0) {
            if (i + 1 == in.size() || in[i + 1] == 0) {
                result.fault_at = i;
                break;
            }
            count = in[++i];
        }
        if (count > limit - size) {
            result.too_long = true;
            break;
        }
        if (literal != 0) out[size] = literal;
        size += count;
    }
    result.bytes.shrink(size);
    return result;
}

SecretBytes encode_rle0(std::span<const std::uint8_t> bytes) {
    constexpr std::size_t longest_run = 255;
    core::Writer out(bytes.size() + 16);
    for (std::size_t i = 0; i < bytes.size();) {
        if (bytes[i] != 0) {
            out.u8(bytes[i++]);
            continue;
        }
        std::size_t run = 1;
        while (run < longest_run && i + run < bytes.size() && bytes[i + run] == 0) ++run;
        out.u8(0);
        out.u8(static_cast<std::uint8_t>(run));
        i += run;
    }
    return std::move(out).finish();
}

}  // namespace tgferry::formats::mtkruto
