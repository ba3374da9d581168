// SQLite databases that are known by their tables, and those whose pages are encrypted behind a plain header.
#include <algorithm>
#include <array>

#include "formats/foreign/kinds.hpp"

namespace tgferry::formats::foreign {
namespace {

/// A table, or a table and a column of it; empty: none further.
struct Mark {
    std::string_view table{}, column{};
};

struct Known {
    std::array<Mark, 3> marks;
    std::string_view what;
    std::string_view hint;
};

constexpr std::string_view tdlib_hint =
    "TDLib's login is in td.binlog of the same folder: tgferry inspect FOLDER";
constexpr std::string_view browser =
    "a browser's session of Telegram is in localStorage, not here: "
    "docs/formats/telegram-web.md has the snippet that copies it";

constexpr std::array databases = {
    Known{{{{"common", "k"}, {"files", "k"}, {}}},
          "TDLib's database of chats and files, which holds no login",
          tdlib_hint},
    Known{{{{"dialogs", "dialog_order"}, {"messages", "dialog_id"}, {}}},
          "TDLib's database of chats, which holds no login",
          tdlib_hint},
    Known{{{{"messages_v2", ""}, {"dialogs", ""}, {"enc_chats", ""}}},
          "the chats of Telegram for Android (cache4.db), which hold no login",
          "name the application's folder, which holds files/tgnet.dat: tgferry inspect FOLDER"},
    Known{{{{"webappsstore2", "value"}, {}, {}}}, "the localStorage of an older Firefox", web_page},
    Known{{{{"database", "origin"}, {"data", "utf16_length"}, {}}},
          "the localStorage of one site in Firefox",
          web_page},
    Known{{{{"database", "origin"}, {"data", "conversion_type"}, {}}},
          "the localStorage of one site in Firefox",
          web_page},
    Known{{{{"object_store", ""}, {"object_data", ""}, {"database", ""}}},
          "the IndexedDB of one site in Firefox",
          web_page},
    Known{{{{"moz_places", ""}, {}, {}}}, "the history and bookmarks of Firefox", browser},
    Known{{{{"moz_cookies", ""}, {}, {}}}, "the cookies of Firefox", browser},
    Known{{{{"cookies", "host_key"}, {}, {}}}, "the cookies of Chromium", browser},
    Known{{{{"urls", "visit_count"}, {"visits", ""}, {}}}, "the history of Chromium", browser},
    Known{{{{"logins", "origin_url"}, {}, {}}}, "the passwords of Chromium", browser},
    Known{{{{"jid", "raw_string"}, {"message", ""}, {}}}, "the chats of WhatsApp", take_the_file},
    Known{{{{"handle", ""}, {"chat_message_join", ""}, {}}}, "the chats of macOS's Messages", take_the_file},
};

bool fits(const Known& known, const io::SqliteReader& db) {
    return std::ranges::all_of(known.marks, [&](const Mark& mark) {
        if (mark.table.empty()) return true;
        return mark.column.empty() ? db.has_table(mark.table) : db.has_column(mark.table, mark.column);
    });
}

/// SQLCipher can leave the first 32 bytes plain, as it does on iOS. A real header has 20 zeros at 72.
bool is_encrypted_behind_header(std::span<const std::uint8_t> bytes) {
    constexpr std::size_t plain = 32, page = 512;
    if (bytes.size() < page) return false;
    const auto reserved = bytes.subspan(72, 20);
    const bool zeros = std::ranges::all_of(reserved, [](std::uint8_t byte) { return byte == 0; });
    return !zeros && is_random(bytes.subspan(plain, std::min(bytes.size(), std::size_t{65536}) - plain));
}

}  // namespace

std::optional<Foreign> by_database(const Probe& probe) {
    if (!probe.input().is_sqlite()) return std::nullopt;
    if (is_encrypted_behind_header(probe.input().bytes())) {
        return Foreign{
            "an encrypted database (SQLCipher) behind a plain header, as Telegram for iOS and macOS keeps it",
            "its key is not in it: log in with a library or Telegram Desktop, and name what that keeps"};
    }
    const io::SqliteReader* db = probe.sqlite();
    if (!db) return std::nullopt;
    for (const Known& known : databases) {
        if (fits(known, *db)) return Foreign{std::string(known.what), with_file(known.hint, probe)};
    }
    if (!db->tables().empty()) return std::nullopt;
    return Foreign{"a SQLite database without a table: nothing was ever saved in it",
                   "log in with its program, or name the file that it really uses"};
}

}  // namespace tgferry::formats::foreign
