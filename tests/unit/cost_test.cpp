// What a read may cost: counted work that grows with the input and no faster, hostile inputs that stop, and a
// user who is heard.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <tgferry/tgferry.hpp>

#include "core/budget.hpp"
#include "core/json.hpp"
#include "core/repeated.hpp"
#include "formats/format.hpp"
#include "io/sqlite.hpp"
#include "io/sqlite_schema.hpp"
#include "support/fixtures.hpp"
#include "support/keys.hpp"

namespace tgferry {
namespace {

/// A database made by SQL, as an image.
SecretBytes image_of(const std::string& sql) {
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(":memory:", &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_int64 size = 0;
    unsigned char* image = sqlite3_serialize(db, "main", &size, 0);
    SecretBytes out(std::span<const std::uint8_t>(image, static_cast<std::size_t>(size)));
    sqlite3_free(image);
    sqlite3_close(db);
    return out;
}

/// The outcome of reading table t.
std::string outcome(const SecretBytes& image) {
    core::Budget budget;
    budget.grant(image.size());
    const auto db = io::SqliteReader::open(image.view(), budget);
    if (!db) return db.error().message;
    auto rows = db->rows("t");
    if (!rows) return rows.error().message;
    std::size_t count = 0;
    while (true) {
        const auto more = rows->next();
        if (!more) return more.error().message;
        if (!*more) return std::to_string(count) + " rows";
        ++count;
    }
}

TEST(Budget, IsStickyAndGrowsWithTheInput) {
    core::Budget budget;
    EXPECT_TRUE(budget.spend(core::Budget::units_at_least));
    EXPECT_FALSE(budget.spend(1));
    budget.grant(1'000'000);
    EXPECT_FALSE(budget.spend(0)) << "what was broken off is not whole";
    EXPECT_EQ(budget.why_stopped()->code, ErrorCode::too_costly);
    EXPECT_TRUE(budget.why_stopped()->hint.contains("--max-cost N"));

    core::Budget more({.max_cost = 3});
    more.grant(10);
    EXPECT_TRUE(more.spend(3 * core::Budget::units_at_least + 3 * 10 * core::Budget::units_a_byte));
    EXPECT_FALSE(more.spend(1));

    core::Budget most({.max_cost = UINT32_MAX});
    most.grant(SIZE_MAX);
    EXPECT_TRUE(most.spend(UINT64_MAX)) << "no sum wraps around";
}

TEST(Budget, HearsTheUser) {
    std::atomic<bool> interrupt = false;
    core::Budget budget({.interrupt = &interrupt});
    EXPECT_TRUE(budget.spend(1));
    interrupt = true;
    EXPECT_TRUE(budget.stopped());
    EXPECT_EQ(budget.why_stopped()->code, ErrorCode::interrupted);
}

TEST(Budget, TellsMemoryFromWork) {
    core::Budget budget;
    budget.run_out_of_memory();
    EXPECT_TRUE(budget.stopped());
    EXPECT_EQ(budget.why_stopped()->code, ErrorCode::too_costly);
    EXPECT_TRUE(budget.why_stopped()->message.contains("out of memory"));
}

TEST(SqliteCost, ReadsPlainTablesAlone) {
    EXPECT_EQ(outcome(image_of("CREATE TABLE t(a); INSERT INTO t VALUES(1),(2)")), "2 rows");
    EXPECT_EQ(outcome(image_of("CREATE TABLE t(a INTEGER PRIMARY KEY, b) WITHOUT ROWID;"
                               "INSERT INTO t VALUES(1, 2)")),
              "1 rows");
    for (const char* kind : {"VIRTUAL", "STORED"}) {
        const auto computed =
            image_of(std::string("CREATE TABLE t(a, b AS (abs(a)) ") + kind + "); INSERT INTO t VALUES(1)");
        EXPECT_TRUE(outcome(computed).contains("has computed columns")) << kind;
    }
    EXPECT_TRUE(outcome(image_of("CREATE VIEW t AS SELECT randomblob(9) AS a")).contains("no table t"));
    EXPECT_TRUE(outcome(image_of("CREATE TABLE t(a); INSERT INTO t VALUES(1); PRAGMA writable_schema=ON;"
                                 "UPDATE sqlite_schema SET sql='CREATE VIRTUAL TABLE t USING fts5(a)',"
                                 "rootpage=0"))
                    .contains("cannot be read"));
}

/// A budget, not SQLite's patience, ends it.
TEST(SqliteCost, CountsInstructionsAndRows) {
    const auto image = image_of(
        "CREATE TABLE t(a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
        "INSERT INTO t SELECT i FROM n");
    core::Budget budget;
    budget.grant(image.size());
    const auto db = io::SqliteReader::open(image.view(), budget);
    ASSERT_TRUE(db);
    const std::uint64_t before = budget.spent();
    auto rows = db->rows("t");
    ASSERT_TRUE(rows);
    while (rows->next().value_or(false)) {
    }
    EXPECT_GT(budget.spent() - before, 20'000u * 16);
    EXPECT_LT(budget.spent() - before, image.size() * core::Budget::units_a_byte / 4) << "honest";
    (void)budget.spend(UINT64_MAX);
    auto again = db->rows("t");
    EXPECT_FALSE(again && again->next());
}

TEST(SqliteCost, MeasuresTheSchemaBeforeSqliteReadsIt) {
    const auto small = image_of("CREATE TABLE t(a UNIQUE); CREATE VIEW v AS SELECT 1");
    EXPECT_EQ(io::measure_schema(small.view(), {100, 10'000}).entries, 3u);
    std::string many = "CREATE TABLE t(a);";
    for (int i = 0; i < 1000; ++i) many += "CREATE TABLE t" + std::to_string(i) + "(a);";
    const auto large = image_of(many);
    EXPECT_EQ(io::measure_schema(large.view(), {5000, 1'000'000}).entries, 1001u);
    EXPECT_GT(io::measure_schema(large.view(), {500, 1'000'000}).entries, 500u);
    EXPECT_LT(io::measure_schema(large.view(), {500, 1'000'000}).entries, 600u) << "it stops";
    EXPECT_EQ(io::measure_schema(small.view().first(50), {500, 1000}).entries, 0u);
    EXPECT_EQ(outcome(large), "0 rows");
}

TEST(JsonCost, OfOneNameTheLastCountsInTheFirstPlace) {
    std::string text = "{\"a\":1,\"b\":2";
    for (int i = 0; i < 1000; ++i)
        text += ",\"b\":" + std::to_string(i) + ",\"c" + std::to_string(i) + "\":0";
    const auto parsed = core::parse_json(text + ",\"a\":{\"x\":[]}}");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->get().size(), 1002u);
    EXPECT_EQ(parsed->get().begin().key(), "a");
    EXPECT_TRUE(parsed->get()["a"].is_object());
    EXPECT_EQ((++parsed->get().begin()).key(), "b");
    EXPECT_EQ(parsed->get()["b"], 999);
}

TEST(JsonCost, MembersArePutInOrderAndOnce) {
    core::Json object = {{"a", 1}, {"b", 2}};
    core::put_members(object, {{"c", 3}, {"a", 4}, {"c", 5}});
    EXPECT_EQ(reveal(core::dump(object)), R"({"a":4,"b":2,"c":5})");
}

TEST(JsonCost, StopsInsideOneLongString) {
    core::Budget budget;
    const std::string text = "\"" + std::string(2 * core::Budget::units_at_least, 'x') + "\"";
    EXPECT_FALSE(core::parse_json(text, budget));
    EXPECT_EQ(budget.why_stopped()->code, ErrorCode::too_costly);
}

TEST(Repeated, KeepsTheFirstOfEach) {
    std::vector<std::string> list = {"b", "a", "b", "c", "a", ""};
    core::keep_first_of_each(list);
    EXPECT_EQ(list, (std::vector<std::string>{"b", "a", "c", ""}));
}

/// A session with much of everything that can be much.
Session large_session(std::size_t n) {
    Session session{.dc = 2, .key = test::sequence_key()};
    session.endpoint = Endpoint{"149.154.167.51", 443};
    session.user.id = 777000123;
    session.user.is_bot = false;
    session.user.usernames = {"some_user"};
    session.api.id = 2040;
    session.api.hash = std::string(32, 'a');
    session.update_state = UpdateState{1, 2, 1700000000, 4};
    for (std::size_t i = 0; i < n; ++i) {
        const auto id = static_cast<std::int64_t>(i) + 1;
        session.channels.push_back({id, 7});
        session.salts.push_back({.dc = 2, .valid_since = id, .valid_until = id + 1, .salt = id});
        session.extra.emplace_back("member " + std::to_string(i), "[1,2]");
        Peer& peer = session.peers.emplace_back();
        peer.id = id;
        peer.kind = PeerKind::user;
        peer.access_hash = id;
        peer.usernames = {"name_" + std::to_string(i), "other_" + std::to_string(i)};
    }
    return session;
}

/// The size of what the format makes of it, and what reading it costs; zeros where it is not read.
std::pair<std::size_t, std::uint64_t> cost_of(const formats::Format& format, std::size_t n) {
    Bundle bundle;
    bundle.sessions.push_back(large_session(n));
    WriteOptions options;
    options.name = "a";
    auto written = write_to_memory(bundle, format.info.id, options);
    EXPECT_TRUE(written) << format.info.id << ": " << written.error().text();
    if (!written) return {};
    std::size_t size = 0;
    for (const auto& [name, bytes] : written->files) size += bytes.size();
    core::Budget budget;
    const auto input = io::Input::open(Source::files(std::move(written->files)), {}, &budget);
    EXPECT_TRUE(input);
    const formats::Probe probe(*input);
    const auto found = formats::detect(probe);
    EXPECT_TRUE(found || format.info.id == "auth-key" || format.info.id.contains("string")) << format.info.id;
    ReadOptions reading;
    reading.facts.dc = 2;
    reading.facts.api_hash = std::string(32, 'a');
    const auto back = format.read(probe, reading);
    EXPECT_TRUE(back) << format.info.id << ": " << back.error().text();
    EXPECT_FALSE(budget.stopped()) << format.info.id << " is honest";
    return {size, budget.spent()};
}

/// Ten times the input is ten times the work.
TEST(Cost, GrowsNoFasterThanTheInput) {
    for (const formats::Format* format : formats::registry()) {
        if (!format->write || format->info.shape == Shape::text) continue;
        const auto [small, little] = cost_of(*format, 300);
        const auto [large, much] = cost_of(*format, 3000);
        ASSERT_TRUE(small && large);
        EXPECT_LE(much, 13 * little + 20'000) << format->info.id << ": " << small << " bytes cost " << little
                                              << ", " << large << " bytes " << much;
        EXPECT_LE(much, large * core::Budget::units_a_byte / 4 + core::Budget::units_at_least / 4)
            << format->info.id;
    }
}

/// Every fixture of every format.
TEST(Cost, EveryReaderHearsTheUser) {
    const std::atomic<bool> interrupt = true;
    for (const auto& fixture : test::load_fixtures()) {
        ReadOptions options = test::unlocking(fixture);
        options.interrupt = &interrupt;
        const auto stopped = read(Source::path(fixture.path), options);
        ASSERT_FALSE(stopped) << fixture.path;
        EXPECT_EQ(stopped.error().code, ErrorCode::interrupted) << fixture.path;
    }
}

}  // namespace
}  // namespace tgferry
