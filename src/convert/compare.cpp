// Two sessions, fact by fact.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tgferry/compare.hpp>
#include <tgferry/key_id.hpp>

namespace tgferry {
namespace {

FactValue shown(bool value) {
    return value;
}
FactValue shown(std::int32_t value) {
    return std::int64_t{value};
}
FactValue shown(std::int64_t value) {
    return value;
}
FactValue shown(const std::string& value) {
    return value;
}
FactValue shown(PeerKind kind) {
    constexpr std::array names = {"user", "bot", "group", "channel", "supergroup"};
    return names[static_cast<std::size_t>(kind)];
}
FactValue shown(const std::vector<std::string>& names) {
    return names.empty() ? FactValue() : FactValue(fmt::format("{}", fmt::join(names, ", ")));
}
template <class T>
FactValue shown(const std::optional<T>& value) {
    return value ? shown(*value) : FactValue();
}

/// Differences of the single facts, in the order they are asked for.
class Facts {
  public:
    template <class T>
    void one(std::string field, const T& a, const T& b) {
        if (!(a == b)) out_.push_back({std::move(field), shown(a), shown(b)});
    }
    /// Whatever the fact is, it is not shown.
    template <class T>
    void hidden(std::string field, const std::optional<T>& a, const std::optional<T>& b) {
        if (a == b) return;
        const auto word = [&](bool there) {
            return !there ? FactValue() : FactValue(a && b ? "differs" : "present");
        };
        out_.push_back({std::move(field), word(a.has_value()), word(b.has_value())});
    }
    void append(std::vector<Difference> more) { std::ranges::move(more, std::back_inserter(out_)); }
    std::vector<Difference> take() { return std::move(out_); }

  private:
    std::vector<Difference> out_;
};

/// Entries of one list. Those that differ in one way are counted, and the first few are shown.
class Entries {
  public:
    explicit Entries(std::string list) : list_(std::move(list)) {}

    /// `way` is what the entry differs in; empty where one side lacks it.
    void differ(const std::string& entry, const std::string& way, FactValue a, FactValue b) {
        Way& found = ways_[way];
        if (++found.count > listed_differences) return;
        const std::string tail = way.empty() ? "" : "." + way;
        found.first.push_back({fmt::format("{}.{}{}", list_, entry, tail), std::move(a), std::move(b)});
    }
    std::vector<Difference> take() {
        std::vector<Difference> out;
        for (auto& [name, way] : ways_) {
            if (way.first.empty()) continue;
            way.first.back().more = way.count - way.first.size();
            std::ranges::move(way.first, std::back_inserter(out));
        }
        return out;
    }

  private:
    struct Way {
        std::size_t count = 0;
        std::vector<Difference> first{};
    };
    std::string list_;
    std::map<std::string, Way> ways_;
};

/// Pointers to the entries of a list in the order of their names, which `name` gives; entries of one name
/// keep the order they had.
template <class T, class Name>
std::vector<const T*> in_order(const std::vector<T>& list, Name name) {
    std::vector<const T*> out;
    out.reserve(list.size());
    for (const T& entry : list) out.push_back(&entry);
    std::ranges::stable_sort(out, {}, [&](const T* entry) { return name(*entry); });
    return out;
}

/// Calls `pair` for entries of one name, with null for the side that lacks it.
template <class T, class Name, class Pair>
void match(const std::vector<T>& a, const std::vector<T>& b, Name name, Pair pair) {
    const auto left = in_order(a, name), right = in_order(b, name);
    auto l = left.begin(), r = right.begin();
    while (l != left.end() || r != right.end()) {
        const bool only_left = r == right.end() || (l != left.end() && name(**l) < name(**r));
        const bool only_right = l == left.end() || (r != right.end() && name(**r) < name(**l));
        pair(only_right ? nullptr : *l, only_left ? nullptr : *r);
        if (!only_right) ++l;
        if (!only_left) ++r;
    }
}

std::vector<Difference> compare_channels(const Session& a, const Session& b) {
    Entries out("channels");
    const auto pts = [](const ChannelState* c) { return c ? FactValue(std::int64_t{c->pts}) : FactValue(); };
    match(
        a.channels, b.channels, [](const ChannelState& c) { return c.id; },
        [&](const ChannelState* l, const ChannelState* r) {
            if (l && r && *l == *r) return;
            out.differ(std::to_string(l ? l->id : r->id), "", pts(l), pts(r));
        });
    return out.take();
}

/// The keys of all DCs but that of a home which both share: "auth_key_id" is about that.
std::vector<Difference> compare_keys(const Session& a, const Session& b) {
    Entries out("keys");
    const auto keys_of = [same_home = a.dc == b.dc](const Session& session) {
        std::vector<DcKey> keys = session.other_keys;
        if (!same_home) keys.push_back({session.dc, session.key});
        return keys;
    };
    const auto id = [](const DcKey* k) { return k ? FactValue(key_id_text(k->key)) : FactValue(); };
    match(
        keys_of(a), keys_of(b), [](const DcKey& k) { return k.dc; },
        [&](const DcKey* l, const DcKey* r) {
            if (l && r && l->key == r->key) return;
            out.differ(std::to_string(l ? l->dc : r->dc), "", id(l), id(r));
        });
    return out.take();
}

std::vector<Difference> compare_salts(const Session& a, const Session& b) {
    Entries out("salts");
    match(
        a.salts, b.salts, [](const Salt& s) { return s.dc; },
        [&](const Salt* l, const Salt* r) {
            if (l && r && *l == *r) return;
            const auto word = [&](const Salt* s) {
                return !s ? FactValue() : FactValue(l && r ? "differs" : "present");
            };
            out.differ(std::to_string(l ? l->dc : r->dc), "", word(l), word(r));
        });
    return out.take();
}

/// A user and a channel may have one id: the class of an entry is part of its name.
std::pair<int, std::int64_t> peer_name(const Peer& peer) {
    const bool person = peer.kind == PeerKind::user || peer.kind == PeerKind::bot;
    return {person ? 0 : peer.kind == PeerKind::group ? 1 : 2, peer.id};
}
std::string peer_text(const Peer& peer) {
    constexpr std::array classes = {"user", "group", "channel"};
    return fmt::format("{}.{}", classes[static_cast<std::size_t>(peer_name(peer).first)], peer.id);
}

std::optional<std::int64_t> real_hash(const Peer& peer) {
    return peer.access_hash == 0 ? std::nullopt : peer.access_hash;
}

void compare_peer(const Peer& a, const Peer& b, Entries& out) {
    const auto one = [&](const char* way, const auto& l, const auto& r) {
        if (!(l == r)) out.differ(peer_text(a), way, shown(l), shown(r));
    };
    one("access_hash", real_hash(a), real_hash(b));
    one("kind", a.kind, b.kind);
    one("usernames", a.usernames, b.usernames);
    one("phone", a.phone, b.phone);
    one("name", a.name, b.name);
    one("updated", a.updated, b.updated);
}

std::vector<Difference> compare_peers(const Session& a, const Session& b) {
    Entries out("peers");
    match(a.peers, b.peers, peer_name, [&](const Peer* l, const Peer* r) {
        if (l && r) return compare_peer(*l, *r, out);
        const auto there = [](const Peer* p) { return p ? shown(p->kind) : FactValue(); };
        out.differ(peer_text(l ? *l : *r), "", there(l), there(r));
    });
    return out.take();
}

std::vector<Difference> compare_extra(const Session& a, const Session& b) {
    Facts out;
    using Member = std::pair<std::string, std::string>;
    const auto value = [](const Member* m) { return m ? std::optional(m->second) : std::nullopt; };
    match(
        a.extra, b.extra, [](const Member& m) { return m.first; },
        [&](const Member* l, const Member* r) {
            out.hidden("extra." + (l ? l->first : r->first), value(l), value(r));
        });
    return out.take();
}

void compare_endpoint(const std::string& name, const std::optional<Endpoint>& a,
                      const std::optional<Endpoint>& b, Facts& out) {
    const auto host = [](const auto& e) { return e ? std::optional(e->host) : std::nullopt; };
    const auto port = [](const auto& e) { return e ? std::optional(std::int64_t{e->port}) : std::nullopt; };
    out.one(name + ".host", host(a), host(b));
    out.one(name + ".port", port(a), port(b));
}

void compare_user(const User& a, const User& b, Facts& out) {
    out.one("user.id", a.id, b.id);
    out.one("user.is_bot", a.is_bot, b.is_bot);
    out.one("user.is_premium", a.is_premium, b.is_premium);
    out.one("user.phone", a.phone, b.phone);
    out.one("user.first_name", a.first_name, b.first_name);
    out.one("user.last_name", a.last_name, b.last_name);
    out.one("user.usernames", a.usernames, b.usernames);
}

void compare_api(const ApiProfile& a, const ApiProfile& b, Facts& out) {
    out.one("api.id", a.id, b.id);
    out.hidden("api.hash", a.hash, b.hash);
    out.one("api.device", a.device, b.device);
    out.one("api.system", a.system, b.system);
    out.one("api.app_version", a.app_version, b.app_version);
    out.one("api.lang_code", a.lang_code, b.lang_code);
    out.one("api.system_lang_code", a.system_lang_code, b.system_lang_code);
    out.one("api.lang_pack", a.lang_pack, b.lang_pack);
}

void compare_state(const std::optional<UpdateState>& a, const std::optional<UpdateState>& b, Facts& out) {
    const auto one = [&](const char* name, auto UpdateState::* member) {
        const auto value = [&](const auto& state) {
            return state ? std::optional(std::int64_t{(*state).*member}) : std::nullopt;
        };
        out.one(std::string("update_state.") + name, value(a), value(b));
    };
    one("pts", &UpdateState::pts);
    one("qts", &UpdateState::qts);
    one("date", &UpdateState::date);
    one("seq", &UpdateState::seq);
}

template <class T>
void compare_count(const char* name, const std::vector<T>& a, const std::vector<T>& b, Facts& out) {
    out.one(name, static_cast<std::int64_t>(a.size()), static_cast<std::int64_t>(b.size()));
}

}  // namespace

std::vector<Difference> compare(const Session& a, const Session& b) {
    Facts out;
    out.one("dc", a.dc, b.dc);
    out.one("test", a.test, b.test);
    if (!(a.key == b.key)) out.one("auth_key_id", key_id_text(a.key), key_id_text(b.key));
    out.append(compare_keys(a, b));
    compare_endpoint("endpoint", a.endpoint, b.endpoint, out);
    compare_endpoint("media_endpoint", a.media_endpoint, b.media_endpoint, out);
    compare_user(a.user, b.user, out);
    compare_api(a.api, b.api, out);
    compare_state(a.update_state, b.update_state, out);
    compare_count("channels", a.channels, b.channels, out);
    out.append(compare_channels(a, b));
    compare_count("salts", a.salts, b.salts, out);
    out.append(compare_salts(a, b));
    compare_count("peers", a.peers, b.peers, out);
    out.append(compare_peers(a, b));
    out.one("takeout_id", a.takeout_id, b.takeout_id);
    out.one("created", a.created, b.created);
    out.one("saved", a.saved, b.saved);
    out.append(compare_extra(a, b));
    return out.take();
}

}  // namespace tgferry
