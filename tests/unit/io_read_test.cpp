// Reading files: whole, without a trace, and consistent where another program is writing.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

#include "core/cursor.hpp"
#include "io/file.hpp"
#include "io/input.hpp"
#include "io/sqlite.hpp"
#include "io/sqlite_image.hpp"
#include "support/child.hpp"
#include "support/temp_folder.hpp"

namespace tgferry::io {
namespace {

namespace fs = std::filesystem;
using test::Child;
using test::put_file;
using test::TempFolder;

std::string text_of(const SecretBytes& bytes) {
    return std::string(core::as_text(bytes.view()));
}

/// Everything `stat` says, times to the nanosecond.
std::string stamps(const fs::path& path) {
    struct stat s{};
    if (::stat(path.c_str(), &s) != 0) return "none";
    const auto time = [](const timespec& t) {
        return std::to_string(t.tv_sec) + "." + std::to_string(t.tv_nsec);
    };
    return std::to_string(s.st_ino) + " " + std::to_string(s.st_size) + " " + std::to_string(s.st_mode) +
           " " + time(s.st_atim) + " " + time(s.st_mtim) + " " + time(s.st_ctim);
}

/// An access time before the last change, so that a read would move it even under relatime.
void age(const fs::path& path) {
    const timespec times[2] = {{.tv_sec = 1'000'000'000, .tv_nsec = 1}, {.tv_sec = 0, .tv_nsec = UTIME_OMIT}};
    ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
}

bool run_sql(sqlite3* db, const char* sql) {
    return sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

/// Opens with SQLite and runs statements. The connection is left open on purpose: for children that get
/// killed.
bool open_and_run(const fs::path& path, const char* sql) {
    sqlite3* db = nullptr;
    return sqlite3_open(path.c_str(), &db) == SQLITE_OK && run_sql(db, sql);
}

void make_database(const fs::path& path, const char* sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
    EXPECT_TRUE(run_sql(db, sql)) << sqlite3_errmsg(db);
    sqlite3_close(db);
}

/// The values of column v of table t, or the error's code name.
std::string values(const Result<SecretBytes>& image) {
    if (!image) return std::string(code_name(image.error().code));
    SecretBytes bytes = image->copy();
    clear_wal_mode(bytes.edit());
    core::Budget budget;
    const auto db = SqliteReader::open(bytes.view(), budget);
    if (!db) return std::string(code_name(db.error().code));
    auto rows = db->rows("t");
    if (!rows) return std::string(code_name(rows.error().code));
    std::string out;
    while (true) {
        const auto more = rows->next();
        if (!more) return std::string(code_name(more.error().code));
        if (!*more) return out;
        out += std::to_string(rows->integer("v").value_or(-1)) + " ";
    }
}

TEST(ReadFile, LeavesNoTrace) {
    const TempFolder folder;
    for (const char* name : {"a.txt", "b.session"}) {
        const fs::path path = folder / name;
        if (std::string_view(name).ends_with(".session")) {
            make_database(path, "CREATE TABLE t(v); INSERT INTO t VALUES (1)");
        } else {
            put_file(path, "content");
        }
        age(path);
        const std::string before = stamps(path);
        ASSERT_TRUE(read_file(path));
        EXPECT_EQ(stamps(path), before) << name;
    }
    EXPECT_EQ(folder.listing(), "a.txt b.session");
}

/// The comparison above must be able to fail: an ordinary read moves the access time here. Where a file
/// system keeps none (noatime), that cannot be shown.
TEST(ReadFile, AnOrdinaryReadWouldLeaveOne) {
    const TempFolder folder;
    put_file(folder / "a", "content");
    age(folder / "a");
    const std::string before = stamps(folder / "a");
    ASSERT_EQ(test::file_content(folder / "a"), "content");
    if (stamps(folder / "a") == before) GTEST_SKIP() << "this file system keeps no access times";
}

TEST(ReadFile, RefusesWhatIsNoFile) {
    const TempFolder folder;
    ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
    EXPECT_EQ(read_file(folder / "fifo").error().code, ErrorCode::cannot_read);
    EXPECT_EQ(read_file(folder.path()).error().code, ErrorCode::cannot_read);
    EXPECT_EQ(read_file("/dev/null").error().code, ErrorCode::cannot_read);
    EXPECT_EQ(read_file(folder / "missing").error().code, ErrorCode::cannot_read);
    EXPECT_EQ(read_file(folder / "missing").error().file, (folder / "missing").string());
    put_file(folder / "empty", "");
    EXPECT_EQ(read_file(folder / "empty")->size(), 0u);
}

TEST(ReadFile, RefusesWhatIsTooLarge) {
    const TempFolder folder;
    put_file(folder / "large", "");
    fs::resize_file(folder / "large", max_file_size + 1);  // a hole, no disk space
    EXPECT_EQ(read_file(folder / "large").error().code, ErrorCode::cannot_read);
}

TEST(ReadStream, TakesAllUpToItsLimit) {
    const TempFolder folder;
    for (const std::size_t size : std::initializer_list<std::size_t>{0, 1, 4095, 4096, 4097, 20'000}) {
        put_file(folder / "a", std::string(size, 'x'));
        const Descriptor file(::open((folder / "a").c_str(), O_RDONLY));
        const auto got = read_stream(file.get(), 1 << 20);
        ASSERT_TRUE(got);
        EXPECT_EQ(got->size(), size);
    }
    const Descriptor again(::open((folder / "a").c_str(), O_RDONLY));
    EXPECT_EQ(read_stream(again.get(), 8192).error().code, ErrorCode::cannot_read);
    EXPECT_EQ(read_stream(-1).error().code, ErrorCode::cannot_read);
}

constexpr const char* wal_with_two_rows =
    "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE t(v); INSERT INTO t VALUES (1);"
    "PRAGMA wal_checkpoint; INSERT INTO t VALUES (2)";

TEST(SqliteImage, TheLogOfAKilledWriterCounts) {
    const TempFolder folder;
    const fs::path path = folder / "a.session";
    Child writer([&] { return open_and_run(path, wal_with_two_rows); });
    ASSERT_TRUE(writer.ok());
    EXPECT_EQ(values(read_file(path)), "1 2 ") << "while the writer lives";
    writer.kill();
    ASSERT_GT(fs::file_size(folder / "a.session-wal"), 0u);
    const std::string main_before = stamps(path), log_before = stamps(folder / "a.session-wal");
    const std::string before = folder.listing();
    EXPECT_EQ(values(read_file(path)), "1 2 ");
    EXPECT_EQ(stamps(path), main_before);
    EXPECT_EQ(stamps(folder / "a.session-wal"), log_before);
    EXPECT_EQ(folder.listing(), before) << "nothing is made beside the source";
    fs::remove(folder / "a.session-wal");
    fs::remove(folder / "a.session-shm");
    EXPECT_EQ(values(read_file(path)), "1 ") << "a database in WAL mode without its log";
}

/// Whatever happens to the process: what is recovered never lies on a disk.
TEST(SqliteImage, RecoveryNeedsNoDisk) {
    const TempFolder folder;
    const fs::path path = folder / "a.session";
    Child writer([&] { return open_and_run(path, wal_with_two_rows); });
    ASSERT_TRUE(writer.ok());
    writer.kill();
    const int outcome = test::in_child([&]() -> int {
        const rlimit no_files{0, 0};  // not a byte can be written anywhere
        (void)std::signal(SIGXFSZ, SIG_IGN);
        if (::setrlimit(RLIMIT_FSIZE, &no_files) != 0) return 1;
        return values(read_file(path)) == "1 2 " ? 0 : 2;
    });
    EXPECT_EQ(outcome, 0);
}

/// A log of one transaction that puts an empty page at `number`, checksums and all (file format,
/// section 4.1).
std::string log_with_page(std::uint32_t number) {
    constexpr std::uint32_t page_size = 4096;
    std::string log;
    std::uint32_t a = 0, b = 0;
    const auto big_endian = [&](std::uint32_t value) {
        for (const int shift : {24, 16, 8, 0}) log += static_cast<char>(value >> shift);
    };
    const auto sum = [&](std::string_view bytes) {  // of little-endian words, as the magic says
        for (std::size_t i = 0; i < bytes.size(); i += 8) {
            std::uint32_t words[2];
            std::memcpy(words, bytes.data() + i, 8);
            a += words[0] + b;
            b += words[1] + a;
        }
    };
    for (const std::uint32_t value : {0x377f0682u, 3007000u, page_size, 0u, 1u, 2u}) big_endian(value);
    sum(log);
    big_endian(a), big_endian(b);
    const std::size_t frame = log.size();
    for (const std::uint32_t value : {number, number, 1u, 2u}) big_endian(value);
    const std::string page(page_size, '\0');
    sum(std::string_view(log).substr(frame, 8));
    sum(page);
    big_endian(a), big_endian(b);
    return log + page;
}

/// A log of 4 KB must not make the database hundreds of megabytes large.
TEST(SqliteImage, ALogCannotAskForMoreThanItHolds) {
    const TempFolder folder;
    const fs::path path = folder / "a.session";
    make_database(path, "CREATE TABLE t(v); INSERT INTO t VALUES (1)");
    const auto size = static_cast<std::uint32_t>(fs::file_size(path) / 4096);
    put_file(folder / "a.session-wal", log_with_page(size + 1));
    const auto small = read_file(path);
    ASSERT_TRUE(small);
    EXPECT_EQ(small->size(), (size + 1) * 4096)
        << "the log is taken for what it is: the test tests something";
    put_file(folder / "a.session-wal", log_with_page(100'000));
    const auto large = read_file(path);
    ASSERT_FALSE(large) << large->size();
    EXPECT_EQ(large.error().code, ErrorCode::damaged);
}

TEST(SqliteImage, ADamagedLogCountsAsFarAsItGoes) {
    const TempFolder folder;
    const fs::path path = folder / "a.session";
    Child writer([&] { return open_and_run(path, wal_with_two_rows); });
    ASSERT_TRUE(writer.ok());
    writer.kill();
    put_file(folder / "a.session-wal", std::string(64, '?'));
    EXPECT_EQ(values(read_file(path)), "1 ");
}

/// A transaction that grew past SQLite's cache has changed the file; only the journal knows how it was.
TEST(SqliteImage, AHotJournalIsRolledBack) {
    const TempFolder folder;
    const fs::path path = folder / "a.session";
    make_database(path, "CREATE TABLE t(v, filler); INSERT INTO t VALUES (1, zeroblob(100000))");
    const auto change = [&] {
        return open_and_run(path,
                            "PRAGMA cache_size=2; PRAGMA cache_spill=1; BEGIN IMMEDIATE; UPDATE t SET v = 7,"
                            "filler = randomblob(100000); INSERT INTO t VALUES (8, randomblob(500000))");
    };
    Child writer(change);
    ASSERT_TRUE(writer.ok());
    writer.kill();
    ASSERT_GT(fs::file_size(folder / "a.session-journal"), 0u);
    const std::string raw = test::file_content(path);
    const std::string before = folder.listing(), stamp = stamps(path);
    EXPECT_EQ(values(read_file(path)), "1 ");
    EXPECT_EQ(test::file_content(path), raw) << "the source is not what gets rolled back";
    EXPECT_EQ(stamps(folder / "a.session-journal") != "none" && folder.listing() == before, true);
    (void)stamp;
    fs::remove(folder / "a.session-journal");
    EXPECT_NE(values(read_file(path)), "1 ")
        << "without its journal the file is not as it was: the test tests something";
}

TEST(SqliteImage, ALockedDatabaseIsInUse) {
    const TempFolder folder;
    const fs::path path = folder / "a.session";
    make_database(path, "CREATE TABLE t(v); INSERT INTO t VALUES (1)");
    Child writer([&] { return open_and_run(path, "BEGIN EXCLUSIVE"); });
    ASSERT_TRUE(writer.ok());
    const auto refused = read_file(path);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::in_use);
    EXPECT_FALSE(refused.error().hint.empty());
    writer.kill();
    EXPECT_EQ(values(read_file(path)), "1 ");
}

TEST(SqliteImage, AReaderAndAPatientWriterDisturbNobody) {
    const TempFolder folder;
    const fs::path path = folder / "a.session";
    make_database(path, "CREATE TABLE t(v); INSERT INTO t VALUES (1)");
    Child other([&] { return open_and_run(path, "BEGIN; SELECT * FROM t; BEGIN IMMEDIATE") || true; });
    EXPECT_EQ(values(read_file(path)), "1 ");
}

TEST(SqliteReader, GivesValuesByTheirClass) {
    const TempFolder folder;
    make_database(folder / "a",
                  "CREATE TABLE \"odd \"\" name\"(i, r, t, b, n); INSERT INTO \"odd \"\" name\" VALUES"
                  "(9223372036854775807, 1767225600.9, 'text', x'0001ff', NULL)");
    const auto image = read_file(folder / "a");
    core::Budget budget;
    const auto db = SqliteReader::open(image->view(), budget);
    ASSERT_TRUE(db);
    EXPECT_TRUE(db->has_table("odd \" name") && !db->has_table("other"));
    EXPECT_TRUE(db->has_column("odd \" name", "t") && !db->has_column("odd \" name", "x"));
    auto rows = db->rows("odd \" name");
    ASSERT_TRUE(rows && *rows->next());
    EXPECT_EQ(rows->integer("i"), INT64_MAX);
    EXPECT_FALSE(rows->integer("r") || rows->integer("t") || rows->integer("missing"));
    EXPECT_EQ(rows->number("r"), 1767225600);
    EXPECT_EQ(rows->text("t"), "text");
    EXPECT_FALSE(rows->text("i"));
    EXPECT_EQ(rows->text_or_number("i"), "9223372036854775807");
    EXPECT_EQ(rows->blob("b")->size(), 3u);
    EXPECT_TRUE(rows->is_null("n") && rows->is_null("missing") && !rows->is_null("b"));
    EXPECT_FALSE(*rows->next());
    EXPECT_EQ(db->rows("other").error().code, ErrorCode::damaged);
}

TEST(SqliteReader, RefusesWhatIsNoDatabase) {
    const std::string junk = std::string("SQLite format 3\0", 16) + std::string(4096, 'x');
    core::Budget budget;
    const auto db = SqliteReader::open(core::as_bytes(junk), budget);
    ASSERT_FALSE(db);
    EXPECT_EQ(db.error().code, ErrorCode::damaged);
}

/// A view that never ends must not hang the reader: views are no tables.
TEST(SqliteReader, IsNotTrappedByViews) {
    const TempFolder folder;
    make_database(
        folder / "a",
        "CREATE VIEW t AS WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v FROM n) SELECT v FROM n");
    EXPECT_EQ(values(read_file(folder / "a")), "damaged");
}

TEST(Input, FindsThePairFromEitherSide) {
    const TempFolder folder;
    put_file(folder / "acc.session", "session");
    put_file(folder / "acc.json", "{}");
    for (const char* name : {"acc", "acc.session", "acc.json"}) {
        const auto input = Input::open(Source::path(folder / name));
        ASSERT_TRUE(input) << name;
        EXPECT_EQ(core::as_text(input->bytes()), "session") << name;
        ASSERT_NE(input->sidecar(), nullptr) << name;
        EXPECT_EQ(text_of(*input->sidecar()), "{}") << name;
    }
    put_file(folder / "else.json", "[]");
    const auto elsewhere = Input::open(Source::path(folder / "acc.session"), folder / "else.json");
    EXPECT_EQ(text_of(*elsewhere->sidecar()), "[]");
    EXPECT_EQ(Input::open(Source::path(folder / "acc.session"), folder / "none.json").error().code,
              ErrorCode::cannot_read);
    put_file(folder / "alone.json", "{}");
    for (const char* name : {"alone", "alone.session"}) {
        const auto half = Input::open(Source::path(folder / name));
        ASSERT_FALSE(half) << name;
        EXPECT_EQ(half.error().code, ErrorCode::cannot_read);
        EXPECT_NE(half.error().message.find(".json beside it is none"), std::string::npos);
    }
    EXPECT_EQ(core::as_text(Input::open(Source::path(folder / "alone.json"))->bytes()), "{}");
}

TEST(Input, ListsAFolderWithoutOpeningIt) {
    const TempFolder folder;
    put_file(folder / "b", "2");
    put_file(folder / "a", "1");
    fs::create_directory(folder / "inner");
    ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
    const auto input = Input::open(Source::path(folder.path()));
    ASSERT_TRUE(input && input->is_folder());
    EXPECT_EQ(input->members(), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(text_of(*input->member("b")), "2");
    EXPECT_EQ(input->member("../" + folder.path().filename().string() + "/a").error().code,
              ErrorCode::cannot_read);
    EXPECT_EQ(input->member("fifo").error().code, ErrorCode::cannot_read);
}

TEST(Input, LooksIntoSubFoldersByName) {
    const TempFolder folder;
    fs::create_directories(folder / "in/one/two");
    put_file(folder / "in/one/a", "1");
    put_file(folder / "in/one/two/b", "2");
    put_file(folder / "outside", "3");
    fs::create_symlink("../../outside", folder / "in/one/out");
    fs::create_symlink("two/b", folder / "in/one/inside");
    fs::create_directory_symlink("..", folder / "in/up");
    const auto input = Input::open(Source::path(folder / "in"));
    ASSERT_TRUE(input);
    EXPECT_TRUE(input->members().empty());
    EXPECT_EQ(input->members_in("one"), (std::vector<std::string>{"a", "inside", "out"}));
    EXPECT_TRUE(input->members_in("none").empty());
    EXPECT_TRUE(input->members_in("up").empty()) << "a link that leads out is not listed";
    EXPECT_EQ(text_of(*input->member("one/a")), "1");
    EXPECT_EQ(text_of(*input->member("one/two/b")), "2");
    EXPECT_EQ(text_of(*input->member("one/inside")), "2");
    EXPECT_TRUE(input->has_member("one/two/b"));
    EXPECT_FALSE(input->has_member("one/two/c"));
    EXPECT_FALSE(input->has_member("one/a/c"));
    for (const char* name : {"one/out", "up/outside", "one/../../outside", "./one/a", "", "/etc/hostname"}) {
        EXPECT_EQ(input->member(name).error().code, ErrorCode::cannot_read) << name;
    }
    EXPECT_EQ(input->read_members(), (std::set<std::string>{"one/a", "one/inside", "one/two/b"}));
    EXPECT_TRUE(input->member_time("one/a"));
    EXPECT_FALSE(input->member_time("one/none"));
    EXPECT_EQ(input->member("one/a", 0).error().code, ErrorCode::cannot_read) << "larger than it may be";
}

TEST(Input, AFolderInMemoryHasSubFoldersToo) {
    FileMap files;
    for (const char* name : {"a", "one/b", "one/two/c"})
        files.emplace(name, SecretBytes(core::as_bytes(name)));
    const auto input = Input::open(Source::files(std::move(files)));
    ASSERT_TRUE(input);
    EXPECT_EQ(input->members(), (std::vector<std::string>{"a"}));
    EXPECT_EQ(input->members_in("one"), (std::vector<std::string>{"b"}));
    EXPECT_EQ(text_of(*input->member("one/two/c")), "one/two/c");
    EXPECT_FALSE(input->has_member("one"));
    EXPECT_FALSE(input->member_time("a"));
    EXPECT_EQ(input->member("one/b", 4).error().code, ErrorCode::cannot_read);
}

}  // namespace
}  // namespace tgferry::io
