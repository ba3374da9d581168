// Pyrogram's session as JSON: the .session file of Pyrogram 0.4 to 0.14, and the documents that pyrofork
// keeps in MongoDB, as mongoexport writes them (one, a list of them, or one a line).
//
//   {"dc_id": int, "test_mode": bool, "auth_key": [base64 in pieces] or base64, "user_id": int or null,
//    "date": int, "is_bot": bool, "peers_by_id": {"marked id": access hash or null}, ...}
//   {"_id": ..., "dc_id": int, "api_id": int, "test_mode": bool, "auth_key": {"$binary": ...}, "date": int,
//    "user_id": int, "is_bot": bool}
#pragma once

#include "formats/format.hpp"

namespace tgferry::formats::pyrogram {

[[nodiscard]] bool is_legacy_json(const Probe& probe);

/// Each document is an account. Errors: damaged, not_logged_in.
[[nodiscard]] Result<Bundle> read_legacy_json(const Probe& probe);

}  // namespace tgferry::formats::pyrogram
