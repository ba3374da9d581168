// How much memory a piece of work takes, whoever asks for it: this library, SQLite or the C++ runtime.
#pragma once

#include <cstddef>

namespace tgferry::test {

/// Measures from its construction on. One at a time.
class AllocationWatch {
  public:
    AllocationWatch();
    /// The most that was allocated at once since then, beyond what was there before.
    [[nodiscard]] std::size_t peak() const;
};

}  // namespace tgferry::test
