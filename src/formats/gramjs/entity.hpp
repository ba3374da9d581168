// An entity of GramJS's StoreSession: somebody the account has met, as a JSON row.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tgferry/session.hpp>

#include "core/json.hpp"

namespace tgferry::formats::gramjs {

/// Row of strings and nulls: marked id, access hash, lower-case username, phone, display name, time in unix
/// milliseconds. `marked_id` is the file's own name. Nothing where the row is none.
[[nodiscard]] std::optional<Peer> read_entity(std::string_view marked_id, const core::Json& row);

/// Errors: invalid_argument (an id that no marked id can express).
[[nodiscard]] Result<std::string> marked_id(const Peer& peer);

/// Usernames are lowered, since GramJS looks them up so.
[[nodiscard]] core::Json entity_row(const Peer& peer, const std::string& marked_id);

}  // namespace tgferry::formats::gramjs
