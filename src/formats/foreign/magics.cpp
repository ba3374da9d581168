// Files that say at their start what they are.
#include <algorithm>
#include <array>

#include "core/cursor.hpp"
#include "formats/foreign/kinds.hpp"

namespace tgferry::formats::foreign {
namespace {

using Bytes = std::span<const std::uint8_t>;
using namespace std::string_view_literals;

bool has(Bytes bytes, std::size_t at, std::string_view magic) {
    return bytes.size() >= at && core::as_text(bytes.subspan(at)).starts_with(magic);
}

bool is_windows_program(Bytes bytes) {
    if (bytes.size() < 64) return false;
    core::Cursor in(bytes.subspan(60));
    return has(bytes, in.u32_le("offset"), "PE\0\0"sv);
}

/// A counter of pages stands twice in the index of a write-ahead log.
bool is_wal_index(Bytes bytes) {
    return bytes.size() >= 136 && std::ranges::equal(bytes.first(48), bytes.subspan(48, 48));
}

/// Frames begin with their size from protocol 4 on; all end with a full stop.
bool is_pickle(Bytes bytes) {
    if (bytes.size() < 4 || bytes[1] < 2 || bytes[1] > 5 || bytes.back() != '.') return false;
    return bytes[1] < 4 || bytes[2] == 0x95;
}

bool is_webp(Bytes bytes) {
    return has(bytes, 8, "WEBP");
}

struct Magic {
    std::size_t at;
    std::string_view bytes;
    std::string_view what;
    std::string_view hint;
    bool (*also)(Bytes) = nullptr;
};

constexpr std::string_view picture =
    "a picture holds no key, nor does a QR code, which is for logging in; name the session's own file or "
    "folder";
constexpr std::string_view program =
    "name the folder in which the program keeps its data; `tgferry help formats` "
    "lists what is read";
constexpr std::string_view pickle =
    "with the program that wrote it, print the session as a string (StringSession, export_session_string) "
    "and convert "
    "that; never load a stranger's pickle, which may run anything";

constexpr std::array magics = {
    Magic{0, "Rar!\x1a\x07", "a RAR archive", "unpack it, then name what was in it: unrar x FILE unpacked/"},
    Magic{0, "7z\xbc\xaf\x27\x1c", "a 7-Zip archive",
          "unpack it, then name what was in it: 7z x -ounpacked FILE"},
    Magic{0, "\x1f\x8b\x08", "a gzip file",
          "unpack it, then name what was in it: gunzip -c < FILE > unpacked"},
    Magic{0,
          "\xfd"
          "7zXZ\0"sv,
          "an xz file", "unpack it, then name what was in it: xz -dc < FILE > unpacked"},
    Magic{0, "\x28\xb5\x2f\xfd", "a Zstandard file",
          "unpack it, then name what was in it: zstd -dc < FILE > unpacked"},
    Magic{0, "BZh", "a bzip2 file", "unpack it, then name what was in it: bunzip2 -c < FILE > unpacked",
          [](Bytes bytes) { return has(bytes, 4, "1AY&SY"); }},
    Magic{0, "\x89PNG\r\n\x1a\n", "a PNG picture", picture},
    Magic{0, "\xff\xd8\xff", "a JPEG picture", picture},
    Magic{0, "GIF8", "a GIF picture", picture},
    Magic{0, "RIFF", "a WebP picture", picture, is_webp},
    Magic{0, "%PDF-", "a PDF document", take_the_file},
    Magic{0,
          "\x7f"
          "ELF",
          "a program (ELF)", program},
    Magic{0, "MZ", "a program (Windows)", program, is_windows_program},
    Magic{0, "\xcf\xfa\xed\xfe", "a program (macOS)", program},
    Magic{0, "\xca\xfe\xba\xbe", "a program (macOS or Java)", program},
    Magic{0, "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", "the rollback journal of a SQLite database",
          "name the database: the file beside it without -journal"},
    Magic{0, "\x37\x7f\x06\x82", "the write-ahead log of a SQLite database",
          "name the database: the file beside it without -wal"},
    Magic{0, "\x37\x7f\x06\x83", "the write-ahead log of a SQLite database",
          "name the database: the file beside it without -wal"},
    Magic{0, "\x18\xe2\x2d\0"sv, "the index of a SQLite write-ahead log",
          "name the database: the file beside it without -shm", is_wal_index},
    Magic{0, "\x80", "a Python pickle", pickle, is_pickle},
    Magic{0, "bplist00", "a property list of macOS or iOS", take_the_file},
    Magic{0, "REDIS0", "a dump of a Redis server",
          "load it into Redis, then save the one value that is the session: "
          "redis-cli --raw get KEY > session"},
    Magic{0, "PGDMP", "a dump of a PostgreSQL database",
          "restore it, then save the one value that is the session: pg_restore FILE"},
};

/// Tables of LevelDB end with their magic.
bool is_leveldb_table(Bytes bytes) {
    constexpr std::string_view footer = "\x57\xfb\x80\x8b\x24\x75\x47\xdb";
    return core::as_text(bytes).ends_with(footer);
}

/// The first page of bbolt, Go's database: a header of a page, then the magic.
bool is_bolt(Bytes bytes) {
    return has(bytes, 16, "\xed\xda\x0c\xed\x02\0\0\0"sv) && has(bytes, 8, "\x04\0"sv);
}

/// tdl keeps gotd's JSON as a value, which lies in the file in one piece and ends with its line. Old pages
/// stay.
Foreign bolt(const Probe& probe) {
    constexpr std::string_view begins = "{\"Version\":1,\"Data\":{";
    const std::string_view text = core::as_text(probe.input().bytes());
    std::size_t count = 0;
    for (std::size_t at = text.find(begins); at != text.npos; at = text.find(begins, at + 1)) ++count;
    if (count == 0)
        return {"a bolt database of a Go program", "convert the session file of that program itself"};
    const std::string copy = R"((umask 077; LC_ALL=C grep -aoE '\{"Version":1,"Data":\{.*\}\}' FILE > )";
    if (count == 1) {
        return {"a bolt database of a Go program (tdl's, it seems), in which a session of gotd lies as JSON",
                with_file("copy the JSON out, then convert that: " + copy + "session.json)", probe)};
    }
    return {"a bolt database of a Go program (tdl's, it seems), in which " + std::to_string(count) +
                " sessions of gotd lie as JSON, old copies among them perhaps",
            with_file(
                "copy them out, each on a line, and save the one you want by itself: " + copy + "lines.txt)",
                probe)};
}

}  // namespace

std::optional<Foreign> by_magic(const Probe& probe) {
    const Bytes bytes = probe.input().bytes();
    for (const Magic& magic : magics) {
        if (!has(bytes, magic.at, magic.bytes) || (magic.also && !magic.also(bytes))) continue;
        return Foreign{std::string(magic.what), with_file(magic.hint, probe)};
    }
    if (is_bolt(bytes)) return bolt(probe);
    if (is_leveldb_table(bytes)) {
        return Foreign{"a table of LevelDB, in which browsers keep localStorage", std::string(web_page)};
    }
    return std::nullopt;
}

}  // namespace tgferry::formats::foreign
