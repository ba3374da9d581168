// Reading a dump: every account that can be read, and what is to be said of the others.
#pragma once

#include "formats/format.hpp"
#include "formats/web/names.hpp"

namespace tgferry::formats::web {

/// Both clients' dumps hold the same things; `client` decides what counts as logged in, and how errors and
/// the variant call it. Errors: damaged, not_logged_in, unsupported_version (locked with a passcode).
[[nodiscard]] Result<Bundle> read_dump(const Probe& probe, Client client, const ReadOptions& options);

}  // namespace tgferry::formats::web
