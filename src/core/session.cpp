#include <algorithm>
#include <set>
#include <tgferry/session.hpp>

namespace tgferry {
namespace {

FieldSet peer_fields(const std::vector<Peer>& peers) {
    FieldSet set;
    for (const Peer& peer : peers) {
        set.add(Field::peers);
        if (peer.kind == PeerKind::bot || peer.kind == PeerKind::supergroup) set.add(Field::peer_kinds);
        if (!peer.usernames.empty()) set.add(Field::peer_username);
        if (peer.usernames.size() > 1) set.add(Field::peer_usernames);
        if (peer.phone) set.add(Field::peer_phones);
        if (peer.name) set.add(Field::peer_names);
        if (peer.updated) set.add(Field::peer_dates);
    }
    return set;
}

FieldSet user_fields(const User& user) {
    FieldSet set;
    if (user.id) set.add(Field::user_id);
    if (user.is_bot) set.add(Field::is_bot);
    if (user.is_premium) set.add(Field::is_premium);
    if (user.phone) set.add(Field::phone);
    if (user.first_name || user.last_name) set.add(Field::name);
    if (!user.usernames.empty()) set.add(Field::username);
    if (user.usernames.size() > 1) set.add(Field::usernames);
    return set;
}

FieldSet api_fields(const ApiProfile& api) {
    FieldSet set;
    if (api.id) set.add(Field::api_id);
    if (api.hash) set.add(Field::api_hash);
    if (api.device || api.system || api.app_version) set.add(Field::device);
    if (api.lang_code || api.system_lang_code || api.lang_pack) set.add(Field::languages);
    return set;
}

bool is_dated(const Salt& salt) {
    return salt.valid_since != 0 || salt.valid_until != 0;
}

/// Whether any salt but the first of each DC, which are the ones in use.
bool has_salts_to_come(const std::vector<Salt>& salts) {
    std::set<std::int32_t> seen;
    return !std::ranges::all_of(salts, [&](const Salt& salt) { return seen.insert(salt.dc).second; });
}

void remove_salt_dates(std::vector<Salt>& salts) {
    std::set<std::int32_t> seen;
    std::erase_if(salts, [&](const Salt& salt) { return !seen.insert(salt.dc).second; });
    for (Salt& salt : salts) salt.valid_since = salt.valid_until = 0;
}

PeerKind coarse(PeerKind kind) {
    if (kind == PeerKind::bot) return PeerKind::user;
    return kind == PeerKind::supergroup ? PeerKind::channel : kind;
}

void keep_names(std::vector<std::string>& names, bool first, bool further) {
    if (!first) {
        names.clear();
    } else if (!further && names.size() > 1) {
        names.resize(1);
    }
}

void restrict_user(User& user, FieldSet keep) {
    if (!keep.has(Field::user_id)) user.id.reset();
    if (!keep.has(Field::is_bot)) user.is_bot.reset();
    if (!keep.has(Field::is_premium)) user.is_premium.reset();
    if (!keep.has(Field::phone)) user.phone.reset();
    if (!keep.has(Field::name)) user.first_name = user.last_name = std::nullopt;
    keep_names(user.usernames, keep.has(Field::username), keep.has(Field::usernames));
}

void restrict_api(ApiProfile& api, FieldSet keep) {
    if (!keep.has(Field::api_id)) api.id.reset();
    if (!keep.has(Field::api_hash)) api.hash.reset();
    if (!keep.has(Field::device)) api.device = api.system = api.app_version = std::nullopt;
    if (!keep.has(Field::languages)) api.lang_code = api.system_lang_code = api.lang_pack = std::nullopt;
}

void restrict_peers(std::vector<Peer>& peers, FieldSet keep) {
    if (!keep.has(Field::peers)) peers.clear();
    for (Peer& peer : peers) {
        if (!keep.has(Field::peer_kinds)) peer.kind = coarse(peer.kind);
        keep_names(peer.usernames, keep.has(Field::peer_username), keep.has(Field::peer_usernames));
        if (!keep.has(Field::peer_phones)) peer.phone.reset();
        if (!keep.has(Field::peer_names)) peer.name.reset();
        if (!keep.has(Field::peer_dates)) peer.updated.reset();
    }
}

}  // namespace

FieldSet present_fields(const Session& s) {
    FieldSet set = user_fields(s.user) | api_fields(s.api) | peer_fields(s.peers);
    if (s.endpoint) set.add(Field::endpoint);
    if (s.media_endpoint) set.add(Field::media_endpoint);
    if (s.test) set.add(Field::test);
    if (!s.other_keys.empty()) set.add(Field::other_keys);
    if (s.update_state) set.add(Field::update_state);
    if (!s.channels.empty()) set.add(Field::channel_pts);
    if (!s.salts.empty()) set.add(Field::salts);
    if (std::ranges::any_of(s.salts, is_dated) || has_salts_to_come(s.salts)) set.add(Field::salt_dates);
    if (s.takeout_id) set.add(Field::takeout_id);
    if (s.created) set.add(Field::created);
    if (s.saved) set.add(Field::saved);
    if (!s.extra.empty()) set.add(Field::extra);
    return set;
}

Session restricted(const Session& session, FieldSet keep) {
    Session s = session;
    if (!keep.has(Field::endpoint)) s.endpoint.reset();
    if (!keep.has(Field::media_endpoint)) s.media_endpoint.reset();
    if (!keep.has(Field::test)) s.test = false;
    if (!keep.has(Field::other_keys)) {
        s.other_keys.clear();
        std::erase_if(s.salts, [&](const Salt& salt) { return salt.dc != s.dc; });
    }
    restrict_user(s.user, keep);
    restrict_api(s.api, keep);
    if (!keep.has(Field::update_state)) s.update_state.reset();
    if (!keep.has(Field::channel_pts)) s.channels.clear();
    if (!keep.has(Field::salts)) s.salts.clear();
    if (!keep.has(Field::salt_dates)) remove_salt_dates(s.salts);
    restrict_peers(s.peers, keep);
    if (!keep.has(Field::takeout_id)) s.takeout_id.reset();
    if (!keep.has(Field::created)) s.created.reset();
    if (!keep.has(Field::saved)) s.saved.reset();
    if (!keep.has(Field::extra)) s.extra.clear();
    s.inferred = s.inferred & keep;
    s.label.reset();
    return s;
}

std::size_t Bundle::position(std::size_t index) const noexcept {
    for (const LostAccount& account : lost) {
        if (account.position > index) break;
        ++index;
    }
    return index;
}

std::size_t Bundle::active_position() const noexcept {
    const auto active_one = std::ranges::find(lost, true, &LostAccount::active);
    return active_one != lost.end() ? active_one->position : position(active_index);
}

Result<std::size_t> Bundle::index_at(std::size_t wanted) const {
    std::size_t index = wanted;
    for (const LostAccount& account : lost) {
        if (account.position == wanted) {
            Error error = account.error;
            error.code = ErrorCode::partial;
            return std::unexpected(std::move(error));
        }
        if (account.position < wanted) --index;
    }
    if (index < sessions.size()) return index;
    return fail(ErrorCode::invalid_argument, "there is no account " + std::to_string(wanted),
                "the source holds " + std::to_string(sessions.size() + lost.size()) + ", counted from 0");
}

}  // namespace tgferry
