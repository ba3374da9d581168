// The .session file of Telethon 0.13 to 0.15: a JSON object.
//
//   {"port": int, "salt": int, "layer": int, "server_address": text, "auth_key_data": base64 of 256 bytes,
//    "entities": [[marked id, access hash or null], ...]}
#pragma once

#include "formats/format.hpp"

namespace tgferry::formats::telethon {

[[nodiscard]] bool is_legacy_json(const Probe& probe);

/// The file names no DC: the address tells it. Errors: damaged, not_logged_in.
[[nodiscard]] Result<Bundle> read_legacy_json(const Probe& probe);

}  // namespace tgferry::formats::telethon
