// One account object of the site's localStorage as a session.
#pragma once

#include <string_view>
#include <tgferry/options.hpp>
#include <tgferry/session.hpp>
#include <vector>

#include "formats/web/dump.hpp"

namespace tgferry::formats::web {

/// Errors: not_logged_in (no DC, no key of it, or with Web K no user), damaged. `facts` may tell the user.
[[nodiscard]] Result<Session> read_account(const StoredAccount& stored, Client client, const Facts& facts,
                                           std::vector<Warning>& warnings);

}  // namespace tgferry::formats::web
