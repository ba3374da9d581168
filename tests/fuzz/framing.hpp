// Several files as one fuzz input: name, a zero byte, four bytes of little-endian length, the content;
// repeated.
#pragma once

#include <span>
#include <tgferry/source.hpp>

namespace tgferry::test {

/// Never fails: what is cut short is taken as far as it goes.
FileMap unpack(std::span<const std::uint8_t> input);

}  // namespace tgferry::test
