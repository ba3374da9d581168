// Writing to what is open.
#pragma once

#include <cstdint>
#include <span>

#include "io/file.hpp"

namespace tgferry::io {

/// 0, or the errno of what failed. Nothing is synced.
[[nodiscard]] int write_all(const Descriptor& file, std::span<const std::uint8_t> bytes);

}  // namespace tgferry::io
