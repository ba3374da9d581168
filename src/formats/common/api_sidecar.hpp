// The .json beside a .session. It decides whether the two are a pair (session-json) or the .session is one of
// its own (telethon-sqlite), so both formats ask here.
#pragma once

#include "formats/probe.hpp"

namespace tgferry::formats {

/// Whether the .json beside the .session describes an API profile or an account: then the two are one
/// session.
[[nodiscard]] bool has_api_sidecar(const Probe& probe);

/// Why the .json beside the .session is of no use, as `damaged` with its file and byte.
[[nodiscard]] Error sidecar_error(const Probe& probe);

}  // namespace tgferry::formats
