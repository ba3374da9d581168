#include "formats/gramjs/entity.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/decimal.hpp"

namespace tgferry::formats::gramjs {
namespace {

using core::Json;

// The Bot API's marks: a group is -id, a channel -1000000000000 - id.
constexpr std::int64_t channel_mark = 1'000'000'000'000;
constexpr std::int64_t last_js_second = 8'640'000'000'000;  ///< the end of JavaScript's calendar
constexpr std::size_t columns = 6;

/// A column as text: missing, null and empty are the same.
std::optional<std::string> column(const Json& row, std::size_t index) {
    if (index >= row.size() || !row[index].is_string()) return std::nullopt;
    auto text = row[index].get<std::string>();
    if (text.empty()) return std::nullopt;
    return text;
}

bool is_row(const Json& row) {
    if (!row.is_array() || row.size() < 2 || row.size() > 2 * columns) return false;
    return std::ranges::all_of(row, [](const Json& cell) { return cell.is_string() || cell.is_null(); });
}

std::optional<Peer> unmarked(std::int64_t id) {
    if (id == 0 || id == -channel_mark || id == INT64_MIN) return std::nullopt;
    Peer peer;
    peer.kind = id > 0 ? PeerKind::user : id > -channel_mark ? PeerKind::group : PeerKind::channel;
    peer.id = id > 0 ? id : id > -channel_mark ? -id : -id - channel_mark;
    return peer;
}

std::string lowered(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

Json or_null(const std::optional<std::string>& text) {
    return text ? Json(*text) : Json(nullptr);
}

}  // namespace

std::optional<Peer> read_entity(std::string_view name, const Json& row) {
    const auto id = core::parse_decimal(name);
    auto peer = id ? unmarked(*id) : std::nullopt;
    if (!peer || !is_row(row)) return std::nullopt;
    if (const auto hash = column(row, 1)) {
        peer->access_hash = core::parse_decimal(*hash);
        if (!peer->access_hash) return std::nullopt;
    }
    if (peer->kind == PeerKind::group && peer->access_hash == 0) peer->access_hash.reset();
    if (auto username = column(row, 2)) peer->usernames.push_back(std::move(*username));
    peer->phone = column(row, 3);
    peer->name = column(row, 4);
    if (const auto time = column(row, 5)) {
        const auto milliseconds = core::parse_decimal(*time);
        if (milliseconds && *milliseconds >= 0) peer->updated = *milliseconds / 1000;
    }
    return peer;
}

Result<std::string> marked_id(const Peer& peer) {
    const bool user = peer.kind == PeerKind::user || peer.kind == PeerKind::bot;
    const bool group = peer.kind == PeerKind::group;
    const std::int64_t last = user ? INT64_MAX : group ? channel_mark - 1 : INT64_MAX - channel_mark;
    if (peer.id < 1 || peer.id > last) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("gramjs-store cannot name the peer {}", peer.id));
    }
    return std::to_string(user ? peer.id : group ? -peer.id : -channel_mark - peer.id);
}

Json entity_row(const Peer& peer, const std::string& id) {
    Json row = Json::array({id});
    std::optional<std::string> hash, username, time;
    if (peer.access_hash) hash = std::to_string(*peer.access_hash);
    if (!hash && peer.kind == PeerKind::group) hash = "0";
    if (!peer.usernames.empty()) username = lowered(peer.usernames.front());
    if (peer.updated && *peer.updated >= 0 && *peer.updated <= last_js_second) {
        time = std::to_string(*peer.updated * 1000);
    }
    for (const std::optional<std::string>& cell : {hash, username, peer.phone, peer.name, time}) {
        row.push_back(or_null(cell));
    }
    return row;
}

}  // namespace tgferry::formats::gramjs
