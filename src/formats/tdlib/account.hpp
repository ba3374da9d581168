// From an opened log to the session that it holds.
#pragma once

#include <string>
#include <tgferry/session.hpp>

#include "formats/tdlib/log.hpp"

namespace tgferry::formats::tdlib {

/// `log.warnings` get what is doubtful. `file` is for messages. Errors: not_logged_in, and damaged where the
/// rows that are missing may stand behind the place at which the log is.
[[nodiscard]] Result<Session> session_of(Log& log, const std::string& file, bool test);

}  // namespace tgferry::formats::tdlib
