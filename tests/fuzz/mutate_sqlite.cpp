// Layout: SQLite's file format, sections 1.3 (header), 1.6 (b-tree pages) and 2.1 (records).
#include <algorithm>
#include <array>
#include <cctype>

#include "fuzz/mutate.hpp"

namespace tgferry::test {
namespace {

constexpr std::size_t header_size = 100;

/// 0 where there is nothing to choose from.
std::size_t pick(Rng& dice, std::size_t count) {
    return count == 0 ? 0 : dice.below(count);
}

/// A page of the image, and where its b-tree header begins.
struct Page {
    std::span<std::uint8_t> bytes;
    std::size_t header;

    [[nodiscard]] std::size_t u16(std::size_t at) const {
        return at + 2 <= bytes.size() ? std::size_t{bytes[at]} << 8 | bytes[at + 1] : 0;
    }
    void put(std::size_t at, std::uint64_t value, std::size_t width) const {
        for (std::size_t i = 0; i < width && at + i < bytes.size(); ++i) {
            bytes[at + i] = static_cast<std::uint8_t>(value >> 8 * (width - 1 - i));
        }
    }
    [[nodiscard]] bool interior() const { return bytes[header] == 2 || bytes[header] == 5; }
    [[nodiscard]] std::size_t cells() const { return u16(header + 3); }
    [[nodiscard]] std::size_t pointers() const { return header + (interior() ? 12 : 8); }
    /// Where a cell lies, chosen by chance; 0 where the page has none.
    [[nodiscard]] std::size_t cell(Rng& dice) const {
        const std::size_t at = cells() == 0 ? 0 : u16(pointers() + 2 * pick(dice, cells()));
        return at < bytes.size() ? at : 0;
    }
};

std::size_t page_size(std::span<const std::uint8_t> image) {
    const std::size_t size = std::size_t{image[16]} << 8 | image[17];
    return size == 1 ? 65536 : size;
}

void change_kind(const Page& page, Rng& dice) {
    constexpr std::array<std::uint8_t, 5> kinds = {2, 5, 10, 13, 0};
    page.bytes[page.header] = kinds[pick(dice, kinds.size())];
}

void change_count(const Page& page, Rng& dice) {
    constexpr std::array<std::size_t, 4> counts = {0, 1, 0x7fff, 0xffff};
    const std::size_t chance = pick(dice, 6);
    page.put(page.header + 3, chance < 4 ? counts[chance] : page.cells() + chance - 3, 2);
}

void change_pointer(const Page& page, Rng& dice) {
    if (page.cells() == 0) return;
    const std::size_t at = page.pointers() + 2 * pick(dice, page.cells());
    page.put(at, pick(dice, 2) == 0 ? page.cell(dice) : pick(dice, page.bytes.size()), 2);
}

/// Also to itself, or to a page above it.
void change_child(const Page& page, std::size_t pages, Rng& dice) {
    const std::size_t at = pick(dice, 2) == 0 ? page.header + 8 : page.cell(dice);
    page.put(at, pick(dice, pages + 2), 4);
}

/// Sizes and types are varints of mostly one byte, at the front of a cell.
void change_record(const Page& page, Rng& dice) {
    constexpr std::array<std::uint8_t, 14> types = {0, 1, 4, 6, 7, 8, 9, 10, 11, 12, 13, 0x7f, 0x81, 0xff};
    const std::size_t at = page.cell(dice) + pick(dice, 12);
    if (at < page.bytes.size()) page.bytes[at] = types[pick(dice, types.size())];
}

/// A word of page 1, where the schema's texts lie, is written over another one.
void change_word(std::span<std::uint8_t> first_page, Rng& dice) {
    std::vector<std::pair<std::size_t, std::size_t>> words;
    for (std::size_t i = header_size; i < first_page.size(); ++i) {
        const std::size_t from = i;
        while (i < first_page.size() && (std::isalpha(first_page[i]) != 0 || first_page[i] == '_')) ++i;
        if (i - from >= 3) words.emplace_back(from, i - from);
    }
    if (words.empty()) return;
    const auto [to, room] = words[pick(dice, words.size())];
    const auto [from, length] = words[pick(dice, words.size())];
    for (std::size_t i = 0; i < room; ++i) {
        first_page[to + i] = i < length ? first_page[from + i] : static_cast<std::uint8_t>(' ');
    }
}

void change_header(std::span<std::uint8_t> image, Rng& dice) {
    // Reserved bytes, size in pages, free list, schema format, auto-vacuum, encoding, user version.
    constexpr std::array<std::size_t, 9> fields = {20, 31, 35, 39, 47, 55, 59, 63, 18};
    image[fields[pick(dice, fields.size())]] = static_cast<std::uint8_t>(pick(dice, 8));
}

}  // namespace

bool mutate_sqlite(std::span<std::uint8_t> image, Rng& dice) {
    if (image.size() < header_size + 8) return false;
    const std::size_t size = page_size(image);
    if (size < 512 || size > image.size()) return false;
    const std::size_t pages = image.size() / size, number = pick(dice, pages);
    const Page page{image.subspan(number * size, size), number == 0 ? header_size : 0};
    switch (pick(dice, 8)) {
        case 0: change_kind(page, dice); break;
        case 1: change_count(page, dice); break;
        case 2: change_pointer(page, dice); break;
        case 3: change_child(page, pages, dice); break;
        case 4: change_word(image.first(size), dice); break;
        case 5: change_header(image, dice); break;
        default: change_record(page, dice); break;
    }
    return true;
}

}  // namespace tgferry::test
