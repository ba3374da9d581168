// Changes that blind flips of bits seldom make: those of somebody who knows the layouts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "support/rng.hpp"

namespace tgferry::test {

/// Changes one SQLite image in its place: a page's kind, its count of cells or one of their pointers, a child
/// page (also into a circle), a record's sizes and types, a word of the schema, a field of the file's header.
/// False where it is none, or too short to have a page.
bool mutate_sqlite(std::span<std::uint8_t> image, Rng& dice);

/// Changes one JSON text: a key takes another one's name, a member comes twice, a value another type. False
/// where nothing in it looks like a member, or the result would be above `most` bytes.
bool mutate_json(std::vector<std::uint8_t>& text, std::size_t most, Rng& dice);

/// One of the two, where `input` holds such a thing: whole, or as a file of a framed folder.
bool mutate(std::vector<std::uint8_t>& input, std::size_t most, std::uint32_t seed);

}  // namespace tgferry::test
