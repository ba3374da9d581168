// What a replacement moves out of the way.
#pragma once

#include <filesystem>
#include <tgferry/result.hpp>

#include "io/file.hpp"

namespace tgferry::io {

/// Something moved out of the way, under a temporary name beside it. Removed in the end unless put back.
class Aside {
  public:
    Aside() = default;
    Aside(Aside&& other) noexcept;
    Aside& operator=(Aside&&) = delete;
    ~Aside();
    /// Errors: cannot_write.
    [[nodiscard]] Result<void> move(const std::filesystem::path& target);
    void put_back();

  private:
    std::filesystem::path target_, name_;
    Descriptor opened_;
};

}  // namespace tgferry::io
