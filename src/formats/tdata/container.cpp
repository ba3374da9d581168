#include "formats/tdata/container.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/cursor.hpp"
#include "core/writer.hpp"
#include "crypto/digest.hpp"

namespace tgferry::formats::tdata {
namespace {

constexpr std::string_view magic = "TDF$";
constexpr std::size_t md5_size = 16;

crypto::Md5 checksum(std::span<const std::uint8_t> body, std::int32_t version) {
    core::Writer tail(12);
    tail.i32_le(static_cast<std::int32_t>(body.size()));
    tail.i32_le(version);
    tail.text(magic);
    return crypto::md5({body, tail.view()});
}

}  // namespace

bool has_magic(std::span<const std::uint8_t> file) noexcept {
    return core::as_text(file).starts_with(magic);
}

Result<Container> open_container(std::span<const std::uint8_t> file) {
    if (file.size() < container_overhead) {
        return fail(
            ErrorCode::damaged,
            fmt::format("tdata: cut short: {} bytes, where even an empty file of Telegram Desktop has {}",
                        file.size(), container_overhead));
    }
    if (!has_magic(file)) {
        return std::unexpected(Error{
            .code = ErrorCode::damaged, .message = "tdata: the file does not start with TDF$", .offset = 0});
    }
    core::Cursor in(file.subspan(magic.size()));
    const std::int32_t version = in.i32_le("version");
    const auto body = in.take(in.left() - md5_size, "body");
    if (!std::ranges::equal(checksum(body, version), file.last(md5_size))) {
        return std::unexpected(Error{.code = ErrorCode::damaged,
                                     .message = "tdata: the MD5 does not match the content",
                                     .offset = file.size() - md5_size,
                                     .hint = "the file is cut short or changed: copy it again, with Telegram "
                                             "Desktop closed"});
    }
    return Container{version, body};
}

SecretBytes make_container(std::int32_t version, std::span<const std::uint8_t> body) {
    core::Writer out(body.size() + container_overhead);
    out.text(magic);
    out.i32_le(version);
    out.bytes(body);
    out.bytes(checksum(body, version));
    return std::move(out).finish();
}

std::string version_text(std::int32_t version) {
    return fmt::format("{}.{}.{}", version / 1'000'000, version / 1000 % 1000, version % 1000);
}

}  // namespace tgferry::formats::tdata
