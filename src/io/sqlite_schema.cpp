#include "io/sqlite_schema.hpp"

#include <algorithm>

#include "core/cursor.hpp"

namespace tgferry::io {
namespace {

constexpr std::size_t database_header = 100;
constexpr std::size_t leaf_header = 8, interior_header = 12;
constexpr std::uint8_t leaf = 0x0d, interior = 0x05;
/// SQLite itself goes no deeper.
constexpr int deepest = 20;

std::size_t page_size_of(std::span<const std::uint8_t> image) noexcept {
    if (image.size() < database_header) return 0;
    core::Cursor in(image.subspan(16));
    const std::size_t size = in.u16_be("page size");
    return size == 1 ? 65536 : size;
}

std::uint64_t varint(core::Cursor& in) noexcept {
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) {
        const std::uint8_t byte = in.u8("length");
        value = value << 7 | (byte & 0x7f);
        if (byte < 0x80) return value;
    }
    return value << 8 | in.u8("length");
}

class Walk {
  public:
    Walk(std::span<const std::uint8_t> image, SchemaSize most) noexcept
        : image_(image), page_size_(page_size_of(image)), most_(most) {}

    SchemaSize run() noexcept {
        if (page_size_ < 512) return {};
        visit(1, 0);
        // A page that is used more than once: the tree has as many entries as its author wished.
        if (pages_ > image_.size() / page_size_ + 1) size_.entries = most_.entries + 1;
        return size_;
    }

  private:
    [[nodiscard]] bool is_enough() const noexcept {
        return pages_ > image_.size() / page_size_ + 1 || size_.entries > most_.entries ||
               size_.bytes > most_.bytes;
    }

    void visit(std::uint32_t number, int depth) noexcept {
        ++pages_;
        if (number == 0 || depth > deepest || (number - std::uint64_t{1}) * page_size_ >= image_.size())
            return;
        const auto page =
            image_.subspan((number - std::size_t{1}) * page_size_)
                .first(std::min(page_size_, image_.size() - (number - std::size_t{1}) * page_size_));
        const std::size_t start = number == 1 ? database_header : 0;
        if (page.size() < start + interior_header) return;
        const bool is_leaf = page[start] == leaf;
        if (!is_leaf && page[start] != interior) return;
        core::Cursor head(page.subspan(start + 3));
        const std::size_t cells = head.u16_be("number of cells");
        core::Cursor pointers(page.subspan(start + (is_leaf ? leaf_header : interior_header)));
        for (std::size_t i = 0; i < cells && pointers.ok() && !is_enough(); ++i) {
            const std::size_t at = pointers.u16_be("cell");
            if (!pointers.ok() || at >= page.size()) return;
            core::Cursor cell(page.subspan(at));
            if (is_leaf) {
                ++size_.entries;
                size_.bytes += static_cast<std::size_t>(std::min<std::uint64_t>(varint(cell), image_.size()));
            } else {
                visit(cell.u32_be("child"), depth + 1);
            }
        }
        if (is_leaf || is_enough()) return;
        core::Cursor right(page.subspan(start + leaf_header));
        visit(right.u32_be("child"), depth + 1);
    }

    std::span<const std::uint8_t> image_;
    std::size_t page_size_;
    SchemaSize most_;
    SchemaSize size_{};
    std::size_t pages_ = 0;
};

}  // namespace

SchemaSize measure_schema(std::span<const std::uint8_t> image, SchemaSize most) noexcept {
    return Walk(image, most).run();
}

}  // namespace tgferry::io
