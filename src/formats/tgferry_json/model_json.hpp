// The model as JSON, every field: one object a session. docs/formats/tgferry-json.md lists the members.
#pragma once

#include <tgferry/session.hpp>

#include "core/json.hpp"

namespace tgferry::formats {

[[nodiscard]] core::Json session_to_json(const Session& session);

/// Unknown members are ignored, wrong types are errors, but for a peer, which is dropped with a warning.
/// Errors: damaged, naming the member's path; not_logged_in for a key that is null or empty.
[[nodiscard]] Result<Session> session_from_json(const core::Json& object, const std::string& path,
                                                std::vector<Warning>& warnings);

}  // namespace tgferry::formats
