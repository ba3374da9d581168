// From the files of Telegram for Android to the accounts that they hold.
#pragma once

#include "formats/format.hpp"

namespace tgferry::formats::tgnet {

[[nodiscard]] bool detect(const Probe& probe);

/// All accounts of a folder of the application, or the one of a tgnet.dat. Errors: not_logged_in, damaged,
/// unsupported_version, cannot_read.
[[nodiscard]] Result<Bundle> read(const Probe& probe, const ReadOptions& options);

}  // namespace tgferry::formats::tgnet
