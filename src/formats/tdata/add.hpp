// Adding accounts to a tdata folder that exists.
#pragma once

#include "formats/format.hpp"
#include "formats/tdata/local_key.hpp"
#include "formats/tdata/unlock.hpp"

namespace tgferry::formats::tdata {

/// The files of the new accounts, and the key file with the longer list. The folder keeps its local key, its
/// passcode, its accounts, their order and the active one. `forks` allows more accounts than Telegram Desktop
/// loads; `random` is for the padding. Errors: exists (an account is there already), missing_fact,
/// invalid_argument, unsupported_version (before 2.1.14), those of unlock().
[[nodiscard]] Result<Artifact> add_accounts(const Folder& folder, const Unlocked& unlocked,
                                            const ToWrite& what, bool forks, Random random);

[[nodiscard]] Result<Artifact> add_to_folder(const Probe& probe, const ToWrite& what,
                                             const ReadOptions& existing, const WriteOptions& options);

}  // namespace tgferry::formats::tdata
