#include "formats/common/peer_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tgferry::formats {
namespace {

constexpr std::int64_t channel_mark = 1'000'000'000'000;

/// Sorted by `order`, which begins with the id; of rows with the same id the first stays.
template <class Row, class Order>
void sort_by_id(std::vector<Row>& rows, Order order) {
    std::ranges::sort(rows, {}, order);
    const auto repeated = std::ranges::unique(rows, {}, &Row::id);
    rows.erase(repeated.begin(), repeated.end());
}

}  // namespace

Peer bare_peer(std::int64_t id, PeerKind kind) {
    Peer peer;
    peer.id = id;
    peer.kind = kind;
    return peer;
}

std::optional<Unmarked> unmark(std::int64_t marked) noexcept {
    if (marked == 0 || marked == INT64_MIN) return std::nullopt;
    if (marked > 0) return Unmarked{marked, PeerKind::user};
    if (-marked > channel_mark) return Unmarked{-marked - channel_mark, PeerKind::channel};
    return Unmarked{-marked, PeerKind::group};
}

std::optional<std::int64_t> mark(PeerKind kind, std::int64_t id) noexcept {
    if (id <= 0) return std::nullopt;
    switch (kind) {
        case PeerKind::user:
        case PeerKind::bot: return id;
        case PeerKind::group: return id <= channel_mark ? std::optional(-id) : std::nullopt;
        case PeerKind::channel:
        case PeerKind::supergroup: break;
    }
    return id <= INT64_MAX - channel_mark ? std::optional(-(channel_mark + id)) : std::nullopt;
}

Result<std::vector<PeerRow>> peer_rows(const std::vector<Peer>& peers) {
    std::vector<PeerRow> rows;
    rows.reserve(peers.size());
    for (const Peer& peer : peers) {
        const auto id = mark(peer.kind, peer.id);
        if (!id) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("a peer has the id {}, which no {} has", peer.id,
                                    peer.kind == PeerKind::group ? "group" : "peer of its kind"));
        }
        rows.push_back({*id, &peer});
    }
    // The pointers lie in one array: they keep the given order.
    sort_by_id(rows, [](const PeerRow& row) { return std::pair(row.id, row.peer); });
    return rows;
}

Result<std::vector<ChannelState>> channel_rows(const std::vector<ChannelState>& channels) {
    for (const ChannelState& channel : channels) {
        if (mark(PeerKind::channel, channel.id)) continue;
        return fail(ErrorCode::invalid_argument,
                    fmt::format("the update state has a channel of the id {}, which none has", channel.id));
    }
    std::vector<ChannelState> rows = channels;
    sort_by_id(rows, [](const ChannelState& row) { return std::pair(row.id, row.pts); });
    return rows;
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    return out;
}

}  // namespace tgferry::formats
