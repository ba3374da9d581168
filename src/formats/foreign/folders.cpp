// Folders of programs that keep no session tgferry reads, known by what lies in them.
#include <algorithm>
#include <array>

#include "formats/foreign/kinds.hpp"

namespace tgferry::formats::foreign {
namespace {

bool is_leveldb(const io::Input& folder) {
    const auto is_manifest = [](const std::string& name) { return name.starts_with("MANIFEST-"); };
    return folder.has_member("CURRENT") && std::ranges::any_of(folder.members(), is_manifest);
}

bool is_chromium(const io::Input& folder) {
    return folder.has_member("Local Storage/leveldb/CURRENT") ||
           folder.has_member("Default/Local Storage/leveldb/CURRENT");
}

bool is_firefox(const io::Input& folder) {
    return folder.has_member("storage/default") &&
           (folder.has_member("prefs.js") || folder.has_member("places.sqlite"));
}

bool is_firefox_origin(const io::Input& folder) {
    return folder.has_member("ls/data.sqlite") || folder.has_member("data.sqlite");
}

/// account-NUMBER/postbox/db, beside accounts-metadata; one level above on macOS (appstore, stable).
bool is_postbox(const io::Input& folder) {
    const auto is_account = [&](const std::string& name) {
        return name.starts_with("account-") && folder.has_member(name + "/postbox");
    };
    const auto folders = folder.sub_folders();
    return folder.has_member("accounts-metadata") || std::ranges::any_of(folders, is_account) ||
           std::ranges::any_of(folders, [&](const std::string& name) {
               return folder.has_member(name + "/accounts-metadata");
           });
}

struct Kind {
    bool (*is)(const io::Input&);
    std::string_view what;
    std::string_view hint;
};
constexpr std::array kinds = {
    Kind{is_postbox, "the folder of Telegram for iOS or macOS, whose databases are encrypted",
         "it cannot be read: log in with a library or Telegram Desktop, and name what that keeps"},
    Kind{is_chromium, "a profile of Chromium or Chrome", web_page},
    Kind{is_firefox, "a profile of Firefox", web_page},
    Kind{is_firefox_origin, "what Firefox keeps for one site", web_page},
    Kind{is_leveldb, "a LevelDB database, in which browsers keep localStorage and IndexedDB", web_page},
};

}  // namespace

std::optional<Foreign> by_folder(const Probe& probe) {
    const io::Input& folder = probe.input();
    if (!folder.is_folder()) return std::nullopt;
    if (folder.members().empty() && folder.sub_folders().empty()) {
        return Foreign{"an empty folder", "copy it again, with all that lies in it"};
    }
    for (const Kind& kind : kinds) {
        if (kind.is(folder)) return Foreign{std::string(kind.what), std::string(kind.hint)};
    }
    return std::nullopt;
}

}  // namespace tgferry::formats::foreign
