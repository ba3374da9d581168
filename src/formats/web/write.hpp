// The JSON object of localStorage items that one of the clients starts with: all accounts, and the first of
// them once more under the older names, as the client itself does.
#pragma once

#include "formats/format.hpp"
#include "formats/web/names.hpp"

namespace tgferry::formats::web {

/// Errors: missing_fact (a DC or user id that the client cannot use), invalid_argument (more accounts than it
/// holds).
[[nodiscard]] Result<Artifact> write_dump(const ToWrite& what, Client client);

}  // namespace tgferry::formats::web
