// What one read may cost. Every loop over input counts here, so that a file costs what its size allows and no
// more, and a user who has had enough is heard.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tgferry/result.hpp>

namespace tgferry::core {

/// What the caller says about cost.
struct Limits {
    std::uint32_t max_cost = 1;  ///< how many times the work that the size of an input allows
    const std::atomic<bool>* interrupt = nullptr;
};

/// Work is counted in units: one is about what it takes to look at a byte, or an instruction of SQLite. Like
/// core::Cursor it is sticky: once it has stopped everything fails quickly, and whoever began the read asks
/// once, at its end, whether it was whole.
class Budget {
  public:
    /// Allowed to whatever is read, so that no small file ever comes near.
    static constexpr std::uint64_t units_at_least = std::uint64_t{1} << 22;
    /// Allowed for each byte of input. What honest files of any format cost is below a fourth of it.
    static constexpr std::uint64_t units_a_byte = 32;

    explicit Budget(Limits limits = {}) noexcept;
    Budget(const Budget&) = delete;
    Budget& operator=(const Budget&) = delete;

    /// There is so much more input.
    void grant(std::size_t bytes) noexcept;
    /// Counts work. False from when there is none left, or the user interrupts.
    [[nodiscard]] bool spend(std::uint64_t units) noexcept;
    /// Memory that was asked for is not there: nothing read from now on is whole.
    void run_out_of_memory() noexcept;
    /// Looks at the user's wish too.
    [[nodiscard]] bool stopped() noexcept { return !spend(0); }
    /// Why reading stopped; nothing where it may go on. Errors: too_costly, interrupted.
    [[nodiscard]] std::optional<Error> why_stopped() const;

    [[nodiscard]] std::uint64_t spent() const noexcept { return spent_; }
    [[nodiscard]] std::uint32_t max_cost() const noexcept { return limits_.max_cost; }

  private:
    enum class Stop : std::uint8_t { none, work, memory, interrupt };
    Limits limits_;
    std::uint64_t allowed_ = 0, spent_ = 0;
    Stop stop_ = Stop::none;
};

/// What is said where memory ends. Errors: too_costly.
[[nodiscard]] Error out_of_memory();

}  // namespace tgferry::core
