// Reading a tdata folder: each account by itself, so that a damaged one does not hide the others.
#pragma once

#include "formats/format.hpp"
#include "formats/tdata/unlock.hpp"

namespace tgferry::formats::tdata {

/// Errors: unrecognised (no such folder), those of unlock(), and where no account can be read: the one
/// account's own error, or damaged, or not_logged_in.
[[nodiscard]] Result<Bundle> read_folder(const Probe& probe, const ReadOptions& options);

/// A folder and its key.
struct OpenFolder {
    Folder folder;
    Unlocked unlocked;
};
/// Errors: unrecognised (no such folder), those of unlock().
[[nodiscard]] Result<OpenFolder> open_folder(const Probe& probe, const ReadOptions& options);

/// Every account of an unlocked folder.
[[nodiscard]] Result<Bundle> read_accounts(const Folder& folder, const Unlocked& unlocked,
                                           const Facts& facts);

}  // namespace tgferry::formats::tdata
