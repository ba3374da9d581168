// Peers as the Python libraries store them: one table keyed by the "marked" id of the Bot API.
//
//   user id | -group id | -(10^12 + channel id)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tgferry/session.hpp>
#include <vector>

namespace tgferry::formats {

struct Unmarked {
    std::int64_t id = 0;
    PeerKind kind = PeerKind::user;  ///< user, group or channel: the mark tells no more
};

/// A peer of which nothing else is known.
[[nodiscard]] Peer bare_peer(std::int64_t id, PeerKind kind);

/// Nothing for 0 and for ids that no kind of peer can have.
[[nodiscard]] std::optional<Unmarked> unmark(std::int64_t marked) noexcept;
/// Nothing for an id that its kind cannot have: the mark would be read back as another kind's.
[[nodiscard]] std::optional<std::int64_t> mark(PeerKind kind, std::int64_t id) noexcept;

struct PeerRow {
    std::int64_t id = 0;  ///< marked
    const Peer* peer = nullptr;
};

/// By id, one row for each. Errors: invalid_argument for an id that cannot be marked.
[[nodiscard]] Result<std::vector<PeerRow>> peer_rows(const std::vector<Peer>& peers);

/// By id, one for each. Errors: invalid_argument for an id that cannot be marked: row 0 is the account's.
[[nodiscard]] Result<std::vector<ChannelState>> channel_rows(const std::vector<ChannelState>& channels);

/// ASCII letters in lower case: how the libraries store usernames and look them up.
[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace tgferry::formats
