#include "formats/mtkruto/updates.hpp"

#include "core/cursor.hpp"
#include "core/writer.hpp"
#include "formats/mtkruto/rle0.hpp"

namespace tgferry::formats::mtkruto {
namespace {

constexpr std::uint32_t constructor = 0xa56c2a3e;
constexpr std::size_t size = 24;

}  // namespace

std::optional<UpdateState> read_state(std::span<const std::uint8_t> encoded) {
    const Rle0 raw = decode_rle0(encoded, size);
    if (raw.fault_at || raw.too_long) return std::nullopt;
    core::Cursor in(raw.bytes.view());
    if (in.u32_le("constructor") != constructor) return std::nullopt;
    const UpdateState state{in.i32_le("pts"), in.i32_le("qts"), in.i32_le("date"), in.i32_le("seq")};
    return in.ok() ? std::optional(state) : std::nullopt;
}

SecretBytes write_state(const UpdateState& state) {
    core::Writer out(size);
    out.u32_le(constructor);
    out.i32_le(state.pts);
    out.i32_le(state.qts);
    out.i32_le(static_cast<std::int32_t>(state.date));
    out.i32_le(state.seq);
    out.i32_le(0);
    return encode_rle0(out.view());
}

}  // namespace tgferry::formats::mtkruto
