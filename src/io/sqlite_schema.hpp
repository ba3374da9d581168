// How large the schema of a SQLite image is, before SQLite reads it: its tables of names are searched one by
// one, so that a small file of many tables would hold a core for minutes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace tgferry::io {

struct SchemaSize {
    std::size_t entries = 0;  ///< tables, indexes, views, triggers
    std::size_t bytes = 0;    ///< of their rows
};

/// Walks the b-tree that begins on the first page (SQLite file format, section 1.6), until it is larger than
/// `most`. What is damaged ends the walk: SQLite itself finds it again.
[[nodiscard]] SchemaSize measure_schema(std::span<const std::uint8_t> image, SchemaSize most) noexcept;

}  // namespace tgferry::io
