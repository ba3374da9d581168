// Reading a TDLib folder.
#pragma once

#include "formats/format.hpp"

namespace tgferry::formats::tdlib {

/// Whether one of the folder's files is a log.
[[nodiscard]] bool detect(const Probe& probe);

/// The account of the production servers, then that of the test servers. Errors: those of open_log() and
/// session_of(), unrecognised (neither log is there).
[[nodiscard]] Result<Bundle> read_folder(const Probe& probe, const ReadOptions& options);

}  // namespace tgferry::formats::tdlib
