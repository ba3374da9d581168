// Writing a fresh TDLib folder.
#pragma once

#include "formats/format.hpp"

namespace tgferry::formats::tdlib {

/// The log of one account, not encrypted. Nothing in it that TDLib does not know: it ends the process at a
/// type of event that it does not. What is left out or doubtful becomes a warning.
[[nodiscard]] SecretBytes make_log(const Session& session, std::vector<Warning>& warnings);

/// That log in a folder, encrypted with the key of the options or TDLib's default. Errors: internal.
[[nodiscard]] Result<Artifact> write_folder(const ToWrite& what, const WriteOptions& options);

}  // namespace tgferry::formats::tdlib
