// The folders that an output needs and that are not there yet.
#pragma once

#include <filesystem>
#include <tgferry/result.hpp>
#include <vector>

namespace tgferry::io {

/// Folders that were made (mode 0700, on the disk). Removed again, where empty, unless kept.
class Parents {
  public:
    Parents() = default;
    Parents(const Parents&) = delete;
    Parents& operator=(const Parents&) = delete;
    ~Parents();

    /// Makes `folder` and what is missing above it. Errors: cannot_write, exists where a file has that name.
    [[nodiscard]] Result<void> make(const std::filesystem::path& folder);
    /// Something came into them.
    void keep() noexcept { made_.clear(); }

  private:
    std::vector<std::filesystem::path> made_;  ///< the outermost first
};

}  // namespace tgferry::io
