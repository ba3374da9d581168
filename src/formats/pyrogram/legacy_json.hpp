// The .session file of Pyrogram 0.4 to 0.14: a JSON object.
//
//   {"dc_id": int, "test_mode": bool, "auth_key": [base64 in pieces] or base64, "user_id": int or null,
//    "date": int, "is_bot": bool, "peers_by_id": {"marked id": access hash or null}, ...}
#pragma once

#include "formats/format.hpp"

namespace tgferry::formats::pyrogram {

[[nodiscard]] bool is_legacy_json(const Probe& probe);

/// Errors: damaged, not_logged_in.
[[nodiscard]] Result<Bundle> read_legacy_json(const Probe& probe);

}  // namespace tgferry::formats::pyrogram
