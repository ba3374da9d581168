// Many results as one: each is staged, all are put on the disk together, and published together.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <tgferry/convert.hpp>
#include <vector>

namespace tgferry {

/// A result that was read back and compared and lies on its target's file system, where possible without any
/// name. Gone without a trace unless it is published.
class Staged {
  public:
    Staged(Staged&&) noexcept;
    Staged& operator=(Staged&&) noexcept;
    ~Staged();
    LossReport loss{};

  private:
    friend Result<Staged> stage(const Bundle&, std::string_view, const std::filesystem::path&,
                                const WriteOptions&);
    friend std::vector<Result<void>> publish(std::span<Staged>);
    struct State;
    explicit Staged(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Whether something is there that would not be replaced: as cheap as a look, so that nothing need be read
/// where the answer is no. Errors: exists, and invalid_argument for an unknown format.
[[nodiscard]] Result<void> check_target(std::string_view format, const std::filesystem::path& target,
                                        const WriteOptions& options = {});

/// The first half of write(). Several threads may stage at once. Errors: those of write().
[[nodiscard]] Result<Staged> stage(const Bundle& bundle, std::string_view format,
                                   const std::filesystem::path& target, const WriteOptions& options = {});

/// The second half, of many at once: a result for each, in their order. What succeeded is on the disk, name
/// and all; what failed has left its target as it was. A thousand results cost little more than one, but each
/// holds one open file, two of a pair. Errors: exists, in_use, cannot_write.
[[nodiscard]] std::vector<Result<void>> publish(std::span<Staged> all);

}  // namespace tgferry
