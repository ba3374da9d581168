#include "core/budget.hpp"

#include <algorithm>
#include <limits>

namespace tgferry::core {
namespace {

constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();

std::uint64_t times(std::uint64_t a, std::uint64_t b) noexcept {
    return a != 0 && b > most / a ? most : a * b;
}

std::uint64_t plus(std::uint64_t a, std::uint64_t b) noexcept {
    return b > most - a ? most : a + b;
}

}  // namespace

Budget::Budget(Limits limits) noexcept : limits_(limits) {
    limits_.max_cost = std::max(limits_.max_cost, std::uint32_t{1});
    allowed_ = times(units_at_least, limits_.max_cost);
}

void Budget::grant(std::size_t bytes) noexcept {
    allowed_ = plus(allowed_, times(times(bytes, units_a_byte), limits_.max_cost));
}

bool Budget::spend(std::uint64_t units) noexcept {
    spent_ = plus(spent_, units);
    if (stop_ != Stop::none) return false;
    if (limits_.interrupt && limits_.interrupt->load(std::memory_order_relaxed)) {
        stop_ = Stop::interrupt;
    } else if (spent_ > allowed_) {
        stop_ = Stop::work;
    }
    return stop_ == Stop::none;
}

void Budget::run_out_of_memory() noexcept {
    if (stop_ == Stop::none) stop_ = Stop::memory;
}

std::optional<Error> Budget::why_stopped() const {
    switch (stop_) {
        case Stop::none: break;
        case Stop::memory: return out_of_memory();
        case Stop::interrupt: return Error{.code = ErrorCode::interrupted, .message = "interrupted"};
        case Stop::work:
            return Error{.code = ErrorCode::too_costly,
                         .message = "reading it takes more work than a file of its size may cost",
                         .hint =
                             "no library writes such a file; if you trust where it comes from, allow N "
                             "times the work: --max-cost N"};
    }
    return std::nullopt;
}

Error out_of_memory() {
    return {.code = ErrorCode::too_costly,
            .message = "out of memory",
            .hint = "convert fewer inputs at once, or allow the program more memory"};
}

}  // namespace tgferry::core
