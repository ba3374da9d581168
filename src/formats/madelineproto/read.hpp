// Reading a MadelineProto session: its folder, or the file safe.php in it.
#pragma once

#include "formats/format.hpp"

namespace tgferry::formats::madelineproto {

inline constexpr const char* session_file = "safe.php";

[[nodiscard]] bool detect(const Probe& probe);

/// Errors: damaged, not_logged_in, unsupported_version (igbinary, a session in a database, another state of
/// MadelineProto than the session).
[[nodiscard]] Result<Bundle> read(const Probe& probe, const ReadOptions& options);

}  // namespace tgferry::formats::madelineproto
