// From a folder to its local key and its list of accounts.
#pragma once

#include <optional>
#include <string>
#include <tgferry/options.hpp>

#include "formats/derived_keys.hpp"
#include "formats/tdata/folder.hpp"
#include "formats/tdata/key_data.hpp"

namespace tgferry::formats::tdata {

/// A folder whose key is known.
struct Unlocked {
    std::string data_name;
    DataFile key_file;  ///< key_data, or the map before 2.1.14
    LocalKey key;
    AccountList list{};
    bool single_account = false;  ///< the layout before 2.1.14
    std::vector<Warning> warnings{};
};

/// Which of the folder's data names is meant. Errors: cannot_read (no such one), invalid_argument (several).
[[nodiscard]] Result<std::string> choose_data_name(const Folder& folder, const std::string& key_name);

/// Opens the key, at first without a passcode as Telegram Desktop does. What a passcode makes is looked for
/// among the `derived` keys, and kept there. Errors: cannot_read, damaged, passcode_required, passcode_wrong,
/// unsupported_version, too_costly.
[[nodiscard]] Result<Unlocked> unlock(const Folder& folder, const ReadOptions& options, DerivedKeys& derived);

}  // namespace tgferry::formats::tdata
