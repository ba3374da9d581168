// A write-ahead log that a killed writer left, damaged in every way: it ends in a result or an error, and the
// source stays as it is. Through the disk, since only files have logs; hence not every byte, but all of the
// headers.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "core/cursor.hpp"
#include "support/fixtures.hpp"
#include "support/temp_folder.hpp"
#include "sweep/allocation.hpp"

namespace tgferry::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t log_header = 32, frame_header = 24;  // SQLite file format, section 4.1
constexpr std::size_t stride = 113;

std::vector<std::size_t> positions(std::string_view log) {
    core::Cursor in(core::as_bytes(log));
    (void)in.take(8, "magic and version");
    const std::size_t frame = frame_header + in.u32_be("page size");
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < log.size(); ++i) {
        const bool in_header = i < log_header || (i - log_header) % frame < frame_header;
        if (in_header || i % stride == 0) out.push_back(i);
    }
    return out;
}

TEST(LeftLog, DamagedAnywhere) {
    std::size_t logs = 0;
    for (const Fixture& fixture : load_fixtures()) {
        const fs::path log_path = fixture.path.string() + "-wal";
        if (!fs::exists(log_path)) continue;
        ++logs;
        const TempFolder folder;
        const fs::path main = folder / "copy.session", copy = folder / "copy.session-wal";
        fs::copy_file(fixture.path, main);
        const std::string before = file_content(main), log = file_content(log_path);
        const auto check = [&](const std::string& damaged, std::string_view what, std::size_t at) {
            SCOPED_TRACE(fmt::format("{} {} at byte {}", log_path.string(), what, at));
            put_file(copy, damaged);
            const AllocationWatch watch;
            const auto got = read(Source::path(main));
            EXPECT_TRUE(got || !got.error().message.empty());
            EXPECT_LE(watch.peak(), std::size_t{64} << 20);
            EXPECT_EQ(file_content(main), before);
            EXPECT_EQ(folder.listing(), "copy.session copy.session-wal");
        };
        for (const std::size_t at : positions(log)) {
            check(log.substr(0, at), "ends", at);
            std::string changed = log;
            changed[at] = static_cast<char>(changed[at] ^ static_cast<char>(at % 255 + 1));
            check(changed, "is changed", at);
            if (HasFailure()) return;
        }
    }
    EXPECT_GT(logs, 0u) << "no fixture has a log";
}

}  // namespace
}  // namespace tgferry::test
