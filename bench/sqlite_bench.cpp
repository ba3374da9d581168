// Reading a Telethon file, beside the least that SQLite can do for it: open, select, close.
#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include <tgferry/tgferry.hpp>

namespace {

using namespace tgferry;

/// Open, read every row of the tables, close.
void bare_sqlite(benchmark::State& state, std::initializer_list<const char*> selects) {
    for (auto _ : state) {
        sqlite3* db = nullptr;
        sqlite3_open_v2(TGFERRY_EXAMPLE, &db, SQLITE_OPEN_READONLY, nullptr);
        for (const char* select : selects) {
            sqlite3_stmt* statement = nullptr;
            sqlite3_prepare_v2(db, select, -1, &statement, nullptr);
            if (sqlite3_step(statement) != SQLITE_ROW) state.SkipWithError(sqlite3_errmsg(db));
            while (sqlite3_step(statement) == SQLITE_ROW) continue;
            sqlite3_finalize(statement);
        }
        sqlite3_close(db);
    }
}
BENCHMARK_CAPTURE(bare_sqlite, one, {"SELECT * FROM sessions"})->Name("sqlite/bare_open_select_close");
/// What a reader of the whole session asks for at least.
BENCHMARK_CAPTURE(bare_sqlite, all,
                  {"SELECT * FROM version", "SELECT * FROM sessions", "SELECT * FROM entities",
                   "SELECT * FROM update_state"})
    ->Name("sqlite/bare_open_all_tables_close");

void tgferry_read(benchmark::State& state, const char* format) {
    const Source source = Source::path(TGFERRY_EXAMPLE);
    const ReadOptions options{.format = format};
    for (auto _ : state) {
        auto got = read(source, options);
        if (!got) return state.SkipWithError(got.error().text().c_str());
        benchmark::DoNotOptimize(got);
    }
}
BENCHMARK_CAPTURE(tgferry_read, named, "telethon-sqlite")->Name("sqlite/tgferry_read");
BENCHMARK_CAPTURE(tgferry_read, detected, "")->Name("sqlite/tgferry_detect_and_read");

}  // namespace
