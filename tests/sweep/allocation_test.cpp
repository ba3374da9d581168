// The watch itself is watched: it must see what it is there to find.
#include "sweep/allocation.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>
#include <vector>

namespace tgferry::test {
namespace {

constexpr std::size_t size = std::size_t{65} << 20;

TEST(Allocation, IsSeenFromCpp) {
    const AllocationWatch watch;
    EXPECT_LT(watch.peak(), std::size_t{1} << 20);
    {
        const std::vector<char> much(size);
    }
    EXPECT_GE(watch.peak(), size);
    EXPECT_LT(AllocationWatch().peak(), size) << "a new watch starts over";
}

TEST(Allocation, IsSeenFromSqlite) {
    const AllocationWatch watch;
    void* much = sqlite3_malloc64(size);
    ASSERT_NE(much, nullptr);
    void* more = sqlite3_realloc64(much, 2 * size);
    sqlite3_free(more ? more : much);
    EXPECT_GE(watch.peak(), 2 * size);
    EXPECT_LT(watch.peak(), 4 * size);
}

}  // namespace
}  // namespace tgferry::test
