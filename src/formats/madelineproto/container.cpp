#include "formats/madelineproto/container.hpp"

#include <fmt/format.h>

#include "core/cursor.hpp"

namespace tgferry::formats::madelineproto {
namespace {

constexpr std::string_view magic = "<?php __HALT_COMPILER();";
constexpr std::uint8_t newest_version = 3;
/// What is not below this is text, and the file another program's.
constexpr std::uint8_t first_text = 0x20;

}  // namespace

bool is_container(std::span<const std::uint8_t> file) {
    return file.size() > magic.size() && core::as_text(file).starts_with(magic) &&
           file[magic.size()] < first_text && file[magic.size()] != '\n' && file[magic.size()] != '\r';
}

Result<Container> parse_container(std::span<const std::uint8_t> file) {
    core::Cursor in(file);
    if (core::as_text(in.take(magic.size(), "magic")) != magic) in.reject("magic", 0);
    Container out{.version = in.u8("version")};
    if (in.ok() && (out.version == 0 || out.version > newest_version)) {
        return std::unexpected(
            Error{.code = ErrorCode::unsupported_version,
                  .message = fmt::format("madelineproto: version {} of the file is not known", out.version),
                  .offset = magic.size(),
                  .hint = "known are versions 1 to 3"});
    }
    if (out.version >= 2) {
        const unsigned major = in.u8("version of PHP");
        out.php = fmt::format("{}.{}", major, in.u8("version of PHP"));
    }
    if (out.version >= 3) out.igbinary = in.u8("mark of igbinary") != 0;
    out.object = in.take(in.left(), "object");
    if (!in.ok()) return in.failure("madelineproto");
    return out;
}

}  // namespace tgferry::formats::madelineproto
