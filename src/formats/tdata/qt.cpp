#include "formats/tdata/qt.hpp"

namespace tgferry::formats::tdata {
namespace {

constexpr std::uint32_t null_length = 0xffffffff;

}  // namespace

std::span<const std::uint8_t> take_array(core::Cursor& in, const char* what) noexcept {
    const std::uint32_t length = in.u32_be(what);
    return length == null_length ? std::span<const std::uint8_t>() : in.take(length, what);
}

void skip_string(core::Cursor& in, const char* what) noexcept {
    const std::size_t start = in.offset();
    if (take_array(in, what).size() % 2 != 0) in.reject(what, start);
}

void put_array(core::Writer& out, std::span<const std::uint8_t> bytes) {
    out.u32_be(static_cast<std::uint32_t>(bytes.size()));
    out.bytes(bytes);
}

void put_null_array(core::Writer& out) {
    out.u32_be(null_length);
}

void put_string(core::Writer& out, std::string_view ascii) {
    out.u32_be(static_cast<std::uint32_t>(ascii.size() * 2));
    for (const char c : ascii) out.u16_be(static_cast<std::uint8_t>(c));
}

}  // namespace tgferry::formats::tdata
