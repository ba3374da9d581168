#include "convert/same.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <tgferry/dc.hpp>
#include <tuple>

#include "core/ip.hpp"

namespace tgferry::convert {
namespace {

void drop_empty(std::optional<std::string>& text) {
    if (text && text->empty()) text.reset();
}

/// Libraries store a zero, or the start of 1970, where they know nothing.
void drop_zero(std::optional<std::int64_t>& number) {
    if (number && *number <= 0) number.reset();
}

/// Usernames know no case, and are stored in the one that is looked up.
void fold(std::vector<std::string>& names) {
    for (std::string& name : names) {
        for (char& c : name) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        }
    }
    std::erase_if(names, [](const std::string& name) { return name.empty(); });
}

void canonise(User& user) {
    drop_empty(user.phone);
    drop_empty(user.first_name);
    drop_empty(user.last_name);
    fold(user.usernames);
}

void canonise(ApiProfile& api) {
    for (auto* text : {&api.hash, &api.device, &api.system, &api.app_version, &api.lang_code,
                       &api.system_lang_code, &api.lang_pack}) {
        drop_empty(*text);
    }
}

/// Addresses as bytes lose the spelling that they had as text.
void canonise(std::optional<Endpoint>& endpoint) {
    const auto v6 = endpoint ? core::parse_ipv6(endpoint->host) : std::nullopt;
    if (v6) endpoint->host = core::format_ip(*v6);
}

/// One key for each DC that the format has a place for; the home DC has its own.
void canonise_keys(Session& s, std::int32_t last_dc) {
    std::set<std::int32_t> seen = {s.dc};
    std::erase_if(s.other_keys, [&](const DcKey& key) {
        return key.dc < 1 || key.dc > last_dc || !seen.insert(key.dc).second;
    });
    // No salt counts without its key; 0 is what stands where there is none.
    std::erase_if(s.salts, [&](const Salt& salt) { return salt.salt == 0 || !seen.contains(salt.dc); });
    std::ranges::stable_sort(s.salts, {}, &Salt::dc);
}

bool is_person(const Peer& peer) {
    return peer.kind == PeerKind::user || peer.kind == PeerKind::bot;
}

/// By kind, then by id: users, groups and channels count apart.
std::tuple<bool, bool, std::int64_t> place_of(const Peer& peer) {
    return {is_person(peer), peer.kind == PeerKind::group, peer.id};
}

/// The first of each, and not the account itself, whom libraries keep among them or apart.
void canonise_peers(Session& s) {
    for (Peer& peer : s.peers) {
        if (peer.kind == PeerKind::group || peer.access_hash == 0) peer.access_hash.reset();
        fold(peer.usernames);
        drop_empty(peer.phone);
        drop_empty(peer.name);
        drop_zero(peer.updated);
    }
    std::ranges::stable_sort(s.peers, {}, place_of);
    const auto twice = std::ranges::unique(s.peers, {}, place_of);
    s.peers.erase(twice.begin(), twice.end());
    std::erase_if(s.peers, [&](const Peer& peer) { return is_person(peer) && peer.id == s.user.id; });
}

void canonise_channels(std::vector<ChannelState>& channels) {
    std::ranges::sort(channels, {}, [](const ChannelState& c) { return std::pair(c.id, c.pts); });
    const auto twice = std::ranges::unique(channels, {}, &ChannelState::id);
    channels.erase(twice.begin(), twice.end());
    std::erase_if(channels, [](const ChannelState& c) { return c.pts <= 0; });
}

/// The login does not hang on what a peer is called, or when it was last seen.
bool is_detail(const Difference& d) {
    if (!d.field.starts_with("peers.")) return false;
    const std::string_view field = d.field;
    return std::ranges::any_of(std::array{".usernames", ".phone", ".name", ".updated"},
                               [&](const char* detail) { return field.ends_with(detail); });
}

/// Bare ids that peers of several kinds have: layouts without marks keep the first of them, and say so.
std::set<std::int64_t> shared_ids(const std::vector<Peer>& peers) {
    std::set<std::int64_t> seen, shared;
    for (const Peer& peer : peers) {
        if (!seen.insert(peer.id).second) shared.insert(peer.id);
    }
    return shared;
}

/// Peers that are missing because another one has their id are no fault.
void pass_over_crowded_out(std::vector<Peer>& wanted, const std::vector<Peer>& back) {
    const auto shared = shared_ids(wanted);
    if (shared.empty()) return;
    std::set<std::tuple<bool, bool, std::int64_t>> there;
    for (const Peer& peer : back) there.insert(place_of(peer));
    std::erase_if(wanted, [&](const Peer& peer) {
        return shared.contains(peer.id) && !there.contains(place_of(peer));
    });
}

}  // namespace

Session as_carried(const Session& session, const Carries& carries) {
    Session s = restricted(session, carries.fields);
    if (carries.test == TestRule::none) s.test = false;
    if (carries.test == TestRule::by_address) {
        const auto guess = s.endpoint ? guess_dc(s.endpoint->host) : std::nullopt;
        s.test = guess && guess->test;
    }
    s.inferred = {};
    canonise(s.endpoint);
    canonise(s.media_endpoint);
    canonise(s.user);
    canonise(s.api);
    canonise_keys(s, carries.last_key_dc);
    canonise_peers(s);
    canonise_channels(s.channels);
    if (s.media_endpoint == s.endpoint) s.media_endpoint.reset();
    if (s.update_state == UpdateState{}) s.update_state.reset();
    std::erase_if(s.extra, [](const auto& member) { return member.second == "null"; });
    drop_zero(s.created);
    drop_zero(s.saved);
    return s;
}

std::vector<Difference> unlike(const Session& back, const Session& written, const Carries& carries,
                               std::vector<Warning>& told) {
    Session wanted = as_carried(written, carries);
    const Session got = as_carried(back, carries);
    pass_over_crowded_out(wanted.peers, got.peers);
    auto out = compare(wanted, got);
    std::size_t details = 0;
    std::string first;
    for (const Difference& d : out) {
        if (!is_detail(d)) continue;
        if (first.empty()) first = d.field;
        details += 1 + d.more;
    }
    std::erase_if(out, is_detail);
    if (details > 0) {
        told.push_back({"peer_details_changed",
                        fmt::format("{} details of peers cannot be written as they are (the first: {})",
                                    details, first)});
    }
    return out;
}

Result<void> check_same(std::span<const Session> back, std::span<const Session* const> written,
                        const Carries& carries, std::vector<Warning>& told) {
    if (back.size() != written.size()) {
        return fail(ErrorCode::internal, fmt::format("the result reads back with {} accounts instead of {}",
                                                     back.size(), written.size()));
    }
    for (std::size_t i = 0; i < back.size(); ++i) {
        const auto differences = unlike(back[i], *written[i], carries, told);
        if (differences.empty()) continue;
        std::string names;
        for (const Difference& d : differences) names += (names.empty() ? "" : ", ") + d.field;
        return fail(ErrorCode::internal, fmt::format("the result reads back with another {}", names),
                    "nothing was written; please report it with the names of both formats");
    }
    return {};
}

}  // namespace tgferry::convert
