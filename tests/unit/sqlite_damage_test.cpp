// Damage beside the home DC and its key: it costs what is damaged, never the session, and is told.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "sqlite_files.hpp"
#include "sqlite_fixtures.hpp"
#include "support/compare.hpp"

namespace tgferry::test {
namespace {

constexpr std::array<std::string_view, 12> spare_tables = {
    "peers", "usernames",    "entities",  "entity",        "update_state",         "state",
    "pts",   "channelstate", "peer_info", "channel_state", "channel_update_state", "channel"};

class Damage : public testing::TestWithParam<Fixture> {};

/// The first page of the table, by which SQLite goes into its tree.
std::size_t root_of(Database& db, std::string_view table) {
    const auto rows = db.query(
        fmt::format("SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = '{}'", table));
    const auto page = db.query("PRAGMA page_size");
    return rows.empty() ? 0 : (std::stoul(rows[0]) - 1) * std::stoul(page.at(0));
}

TEST_P(Damage, OfAPartIsNoDamageOfTheSession) {
    const Fixture& fixture = GetParam();
    const auto whole = read(Source::files(files_of(fixture)), unlocking(fixture));
    if (!whole) {  // nobody is logged in, whatever else the file holds
        EXPECT_EQ(whole.error().code, ErrorCode::not_logged_in) << whole.error().text();
        return;
    }
    for (const std::string_view table : spare_tables) {
        FileMap files = files_of(fixture);
        SecretBytes& image = database_in(files);
        Database db(without_log(image));
        const std::size_t root = root_of(db, table);
        if (root == 0) continue;
        image.edit()[root] = 0xff;
        const auto got = read(Source::files(std::move(files)), unlocking(fixture));
        ASSERT_TRUE(got) << table << ": " << got.error().text();
        ASSERT_EQ(got->sessions.size(), whole->sessions.size()) << table;
        EXPECT_EQ(got->active().dc, whole->active().dc) << table;
        EXPECT_TRUE(got->active().key == whole->active().key) << table;
        const Texts codes = warning_codes(got->warnings);
        const bool told = std::ranges::find(codes, "part_damaged") != codes.end();
        const bool unneeded = difference(whole->active(), got->active()).empty();
        EXPECT_TRUE(told || unneeded) << table;
    }
}

INSTANTIATE_TEST_SUITE_P(Sqlite, Damage, testing::ValuesIn(database_fixtures()),
                         [](const auto& one) { return as_test_name(one.param.name); });

}  // namespace
}  // namespace tgferry::test
