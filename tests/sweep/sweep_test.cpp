// Every truncation and every single-byte change of every fixture ends in a result or an error: no crash, no
// hang, never more than 64 MiB.
//
// For a first look TGFERRY_SWEEP=quick visits long runs of zeros (the unused rest of SQLite pages) at every
// `stride`th byte only.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <tgferry/tgferry.hpp>

#include "fuzz/exercise.hpp"
#include "support/fixtures.hpp"
#include "sweep/allocation.hpp"

namespace tgferry::test {
namespace {

constexpr std::size_t max_allocation = std::size_t{64} << 20;
constexpr double max_seconds = 5;  // of processor time, for one read
constexpr std::size_t stride = 31;
constexpr std::size_t long_run = 64;

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Positions to visit: all, unless a quick run was asked for.
std::vector<std::size_t> positions(std::span<const std::uint8_t> bytes) {
    const char* asked = std::getenv("TGFERRY_SWEEP");
    const bool quick = asked && std::string_view(asked) == "quick";
    std::vector<std::size_t> out;
    std::size_t zeros = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        zeros = bytes[i] == 0 ? zeros + 1 : 0;
        if (!quick || zeros <= long_run || i % stride == 0) out.push_back(i);
    }
    return out;
}

class Sweep : public testing::TestWithParam<Fixture> {
  protected:
    void SetUp() override {
        ASSERT_TRUE(find_format(GetParam().format)) << "the format is not in the registry";
        files_ = files_of(GetParam());
        ASSERT_FALSE(files_.empty());
    }

    /// Puts `changed` in the place of one file and looks what happens.
    void check(const std::string& name, SecretBytes changed, std::string_view what, std::size_t at) {
        SCOPED_TRACE(fmt::format("{}: \"{}\" {} at byte {}", GetParam().name, name, what, at));
        std::swap(files_.find(name)->second, changed);
        const AllocationWatch watch;
        const double before = cpu_seconds();
        EXPECT_EQ(exercise(files_, GetParam().format), "");
        EXPECT_LE(watch.peak(), max_allocation);
        EXPECT_LE(cpu_seconds() - before, max_seconds);
        std::swap(files_.find(name)->second, changed);
    }

    FileMap files_;
};

/// The value that a byte is changed to: never its own, and different from place to place.
std::uint8_t changed_value(std::uint8_t value, std::size_t at) {
    const auto flip = static_cast<std::uint8_t>((at * 167 + 13) % 255 + 1);
    return static_cast<std::uint8_t>(value ^ flip);
}

TEST_P(Sweep, EveryTruncation) {
    for (const auto& [name, bytes] : copy_of(files_)) {
        for (const std::size_t at : positions(bytes.view())) {
            check(name, SecretBytes(bytes.view().first(at)), "ends", at);
            if (HasFailure()) return;
        }
    }
}

TEST_P(Sweep, EverySingleByteChange) {
    for (const auto& [name, bytes] : copy_of(files_)) {
        for (const std::size_t at : positions(bytes.view())) {
            SecretBytes changed = bytes.copy();
            changed.edit()[at] = changed_value(changed.edit()[at], at);
            check(name, std::move(changed), "is changed", at);
            if (HasFailure()) return;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, Sweep, testing::ValuesIn(load_fixtures()),
                         [](const auto& it) { return as_test_name(it.param.name); });

}  // namespace
}  // namespace tgferry::test
