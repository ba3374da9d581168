// Reading a TDLib folder.
#pragma once

#include "formats/format.hpp"

namespace tgferry::formats::tdlib {

/// Whether one of the folder's files is a log.
[[nodiscard]] bool detect(const Probe& probe);

/// Logs, whoever is logged in with them and whatever they are locked with; TDLib's databases are not.
[[nodiscard]] bool owns(const Probe& folder, const std::string& name);

/// A log by itself, and a folder whose logs do not begin as logs do.
[[nodiscard]] std::optional<Resemblance> resembles(const Probe& probe);

/// The account of the production servers, then that of the test servers. Errors: those of open_log() and
/// session_of(), unrecognised (neither log is there).
[[nodiscard]] Result<Bundle> read_folder(const Probe& probe, const ReadOptions& options);

}  // namespace tgferry::formats::tdlib
