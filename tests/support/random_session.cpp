#include "support/random_session.hpp"

#include <fmt/format.h>

#include <set>
#include <tgferry/dc.hpp>

#include "support/keys.hpp"

namespace tgferry::test {
namespace {

constexpr std::string_view lower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view digits = "0123456789";
constexpr std::int64_t year_2013 = 1'356'998'400;
constexpr std::int64_t year_2037 = 2'114'380'800;

std::int64_t some_date(Rng& rng) {
    return rng.between(year_2013, year_2037);
}

/// Around the limits that have broken libraries: 2^31, 2^32, 2^40.
std::int64_t some_id(Rng& rng) {
    switch (rng.below(4)) {
        case 0: return rng.between(1, 1'000'000);
        case 1: return (std::int64_t{1} << 31) + rng.between(-5, 5);
        case 2: return (std::int64_t{1} << 40) + rng.between(-5, 1'000'000);
        default: return rng.between(1, 9'000'000'000);
    }
}

std::int64_t some_hash(Rng& rng) {
    const auto hash = static_cast<std::int64_t>(rng.next());
    return hash ? hash : 1;
}

std::string some_phone(Rng& rng) {
    return rng.text(1, digits.substr(1)) + rng.text(6 + rng.below(9), digits);
}
std::string some_username(Rng& rng) {
    return rng.text(1, lower) + rng.text(4 + rng.below(20), "abcxyz_0189");
}
std::string some_name(Rng& rng) {
    return rng.pick<std::string>({"Ada", "Zoë", "Иван", "李雷", "O'Brien", "a \"b\" \\c", "🦆"}) +
           rng.text(3, lower);
}

Endpoint some_endpoint(Rng& rng, const Session& session, DcPurpose purpose) {
    const auto ip = rng.chance(50) ? IpVersion::v4 : IpVersion::v6;
    auto known = dc_endpoint(session.dc, session.test, ip, purpose);
    if (known && rng.chance(60)) return *known;
    Endpoint own;
    switch (rng.below(3)) {
        case 0: own.host = fmt::format("10.{}.{}.{}", rng.byte(), rng.byte(), rng.byte()); break;
        case 1:
            own.host = fmt::format("2001:db8::{:x}:{:x}", rng.between(1, 65535), rng.between(1, 65535));
            break;
        default: own.host = rng.text(5, lower) + ".example.org"; break;
    }
    own.port = rng.pick<std::uint16_t>({443, 80, 5222, 1, 65535});
    return own;
}

Peer& some_peer(Session& session, Rng& rng, std::initializer_list<PeerKind> kinds) {
    Peer peer;
    peer.kind = rng.pick(kinds);
    const auto taken = [&](std::int64_t id) {
        for (const Peer& other : session.peers) {
            if (other.id == id) return true;
        }
        return session.user.id == id;
    };
    // Basic groups end where the Bot API's marks of channels begin.
    const auto candidate = [&] {
        return peer.kind == PeerKind::group ? rng.between(1, 999'999'999'999) : some_id(rng);
    };
    do peer.id = candidate();
    while (taken(peer.id));
    if (peer.kind != PeerKind::group) peer.access_hash = some_hash(rng);
    return session.peers.emplace_back(std::move(peer));
}

constexpr auto all_kinds = {PeerKind::user, PeerKind::bot, PeerKind::group, PeerKind::channel,
                            PeerKind::supergroup};
constexpr auto named_kinds = {PeerKind::user, PeerKind::bot, PeerKind::channel, PeerKind::supergroup};

void supply_peers(Session& s, Field field, Rng& rng) {
    switch (field) {
        case Field::peers: {
            const std::size_t count = 1 + rng.below(6);
            for (std::size_t i = 0; i < count; ++i) some_peer(s, rng, all_kinds);
            break;
        }
        case Field::peer_kinds: some_peer(s, rng, {PeerKind::bot, PeerKind::supergroup}); break;
        case Field::peer_username: some_peer(s, rng, named_kinds).usernames = {some_username(rng)}; break;
        case Field::peer_usernames:
            some_peer(s, rng, named_kinds).usernames = {some_username(rng), some_username(rng),
                                                        some_username(rng)};
            break;
        case Field::peer_phones: some_peer(s, rng, {PeerKind::user}).phone = some_phone(rng); break;
        case Field::peer_names: some_peer(s, rng, all_kinds).name = some_name(rng); break;
        case Field::peer_dates: some_peer(s, rng, all_kinds).updated = some_date(rng); break;
        default: break;
    }
}

void supply_user(Session& s, Field field, Rng& rng) {
    if (!s.user.id) s.user.id = some_id(rng);
    switch (field) {
        case Field::is_bot: s.user.is_bot = rng.chance(50); break;
        case Field::is_premium: s.user.is_premium = rng.chance(50); break;
        case Field::phone: s.user.phone = some_phone(rng); break;
        case Field::name:
            s.user.first_name = some_name(rng);
            if (rng.chance(50)) s.user.last_name = some_name(rng);
            break;
        case Field::username:
            if (s.user.usernames.empty()) s.user.usernames = {some_username(rng)};
            break;
        case Field::usernames: s.user.usernames = {some_username(rng), some_username(rng)}; break;
        default: break;
    }
}

void supply_api(Session& s, Field field, Rng& rng) {
    switch (field) {
        case Field::api_id: s.api.id = static_cast<std::int32_t>(rng.between(1, 2'147'483'647)); break;
        case Field::api_hash: s.api.hash = rng.text(32, "0123456789abcdef"); break;
        case Field::device:
            s.api.device = some_name(rng);
            if (rng.chance(70)) s.api.system = some_name(rng);
            if (rng.chance(70)) s.api.app_version = "6.8." + rng.text(1, digits) + " x64";
            break;
        case Field::languages:
            s.api.lang_code = rng.text(2, lower);
            if (rng.chance(70)) s.api.system_lang_code = rng.text(2, lower) + "-XX";
            if (rng.chance(70)) s.api.lang_pack = rng.text(8, lower);
            break;
        default: break;
    }
}

void supply_other_keys(Session& s, Rng& rng) {
    std::set<std::int32_t> taken = {s.dc};
    const std::size_t count = 1 + rng.below(3);
    while (taken.size() < count + 1) taken.insert(static_cast<std::int32_t>(rng.between(1, 5)));
    taken.erase(s.dc);
    for (const std::int32_t dc : taken) s.other_keys.push_back({dc, random_key(rng)});
}

void supply_channels(Session& s, Rng& rng) {
    std::set<std::int64_t> ids;
    const std::size_t count = 1 + rng.below(4);
    while (ids.size() < count) ids.insert(some_id(rng));
    for (const std::int64_t id : ids) {
        s.channels.push_back({id, static_cast<std::int32_t>(rng.between(1, INT32_MAX))});
    }
}

void supply_extra(Session& s, Rng& rng) {
    const std::size_t count = 1 + rng.below(4);
    for (std::size_t i = 0; i < count; ++i) {
        s.extra.emplace_back(
            fmt::format("x_{}_{}", i, rng.text(4, lower)),
            rng.pick<std::string>({"null", "true", "-5", "1.5", "\"text \\\"Ω\\\"\"", "[]",
                                   "{\"z\":[1,{\"a\":null}],\"b\":\"\"}", "9007199254740993"}));
    }
}

}  // namespace

void supply(Session& s, Field field, Rng& rng) {
    const auto i32 = [&] { return static_cast<std::int32_t>(rng.between(1, INT32_MAX)); };
    switch (field) {
        case Field::endpoint: s.endpoint = some_endpoint(rng, s, DcPurpose::main); break;
        case Field::media_endpoint:
            if (!s.endpoint) s.endpoint = some_endpoint(rng, s, DcPurpose::main);
            s.media_endpoint = some_endpoint(rng, s, DcPurpose::media);
            break;
        case Field::test: break;  // decided before the address
        case Field::other_keys: supply_other_keys(s, rng); break;
        case Field::user_id:
        case Field::is_bot:
        case Field::is_premium:
        case Field::phone:
        case Field::name:
        case Field::username:
        case Field::usernames: supply_user(s, field, rng); break;
        case Field::api_id:
        case Field::api_hash:
        case Field::device:
        case Field::languages: supply_api(s, field, rng); break;
        case Field::update_state: s.update_state = UpdateState{i32(), i32(), some_date(rng), i32()}; break;
        case Field::channel_pts: supply_channels(s, rng); break;
        case Field::salts:
            if (s.salts.empty()) s.salts.push_back({.dc = s.dc, .salt = some_hash(rng)});
            break;
        case Field::salt_dates:
            if (s.salts.empty()) s.salts.push_back({.dc = s.dc, .salt = some_hash(rng)});
            s.salts.front().valid_since = some_date(rng);
            s.salts.front().valid_until = some_date(rng);
            break;
        case Field::takeout_id: s.takeout_id = some_hash(rng); break;
        case Field::created: s.created = some_date(rng); break;
        case Field::saved: s.saved = some_date(rng); break;
        case Field::extra: supply_extra(s, rng); break;
        default: supply_peers(s, field, rng); break;
    }
}

Session random_session(Rng& rng, FieldSet needs) {
    const bool test = rng.chance(25);
    Session s{
        .dc = static_cast<std::int32_t>(rng.between(1, test ? 3 : 5)), .key = random_key(rng), .test = test};
    for (const Field field : FieldSet::all().list()) {
        if (needs.has(field) || rng.chance(50)) supply(s, field, rng);
    }
    return s;
}

}  // namespace tgferry::test
