// Sessions compared as models: what a format may reorder is put in order first.
#pragma once

#include <string>
#include <tgferry/session.hpp>

namespace tgferry::test {

/// Lists without meaning in their order are sorted; an access hash of 0 is none; conclusions, and what the
/// source calls the account, are forgotten.
Session canonical(Session session);

/// What differs between two sessions, as JSON patch; empty when they are equal.
std::string difference(const Session& wanted, const Session& got);

}  // namespace tgferry::test
