// One account object of the site's localStorage as a session.
#pragma once

#include <string_view>
#include <tgferry/options.hpp>
#include <tgferry/session.hpp>
#include <vector>

#include "formats/web/dump.hpp"

namespace tgferry::formats::web {

/// Errors: not_logged_in (no DC, or no key of it), damaged. `facts` may tell the DC.
[[nodiscard]] Result<Session> read_account(const StoredAccount& stored, const Facts& facts,
                                           std::vector<Warning>& warnings);

}  // namespace tgferry::formats::web
