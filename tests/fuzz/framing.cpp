#include "fuzz/framing.hpp"

#include <algorithm>

#include "core/cursor.hpp"

namespace tgferry::test {

FileMap unpack(std::span<const std::uint8_t> input) {
    FileMap files;
    core::Cursor in(input);
    while (in.left() > 0) {
        const auto rest = input.subspan(in.offset());
        const auto end = static_cast<std::size_t>(std::ranges::find(rest, 0) - rest.begin());
        const std::string name(core::as_text(in.take(end, "name")));
        (void)in.u8("zero");
        const std::size_t size = in.u32_le("length");
        if (!in.ok()) break;
        files.insert_or_assign(name, SecretBytes(in.take(std::min(size, in.left()), "content")));
    }
    return files;
}

}  // namespace tgferry::test
