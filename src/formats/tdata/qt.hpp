// The primitives of QDataStream (version Qt_5_1) that Telegram Desktop's files are made of. All big-endian.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/cursor.hpp"
#include "core/writer.hpp"

namespace tgferry::formats::tdata {

/// qint32.
[[nodiscard]] inline std::int32_t take_i32(core::Cursor& in, const char* what) noexcept {
    return static_cast<std::int32_t>(in.u32_be(what));
}
/// QByteArray: the length, or ffffffff for a null array, which is as good as an empty one; then the bytes.
[[nodiscard]] std::span<const std::uint8_t> take_array(core::Cursor& in, const char* what) noexcept;
/// QString: the length in bytes, or ffffffff; then UTF-16 units. An odd length is rejected.
void skip_string(core::Cursor& in, const char* what) noexcept;

inline void put_i32(core::Writer& out, std::int32_t value) {
    out.u32_be(static_cast<std::uint32_t>(value));
}
void put_array(core::Writer& out, std::span<const std::uint8_t> bytes);
/// A null QByteArray, as Telegram Desktop writes an empty one.
void put_null_array(core::Writer& out);
/// ASCII only.
void put_string(core::Writer& out, std::string_view ascii);

}  // namespace tgferry::formats::tdata
