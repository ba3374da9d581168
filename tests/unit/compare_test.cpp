// compare(): every fact of the model is seen, secrets are not shown, accounts find their counterparts.
#include <gtest/gtest.h>

#include <algorithm>
#include <tgferry/tgferry.hpp>

#include "support/keys.hpp"
#include "support/random_session.hpp"

namespace tgferry::test {
namespace {

std::vector<std::string> fields(const std::vector<Difference>& differences) {
    std::vector<std::string> out;
    for (const Difference& d : differences) out.push_back(d.field);
    return out;
}

Session whole() {
    Rng rng(7);
    Session session = random_session(rng, FieldSet::all());
    session.test = false;
    session.user.usernames = {"one", "two"};
    return session;
}

Bundle bundle_of(std::vector<Session> sessions, std::size_t active = 0) {
    Bundle bundle;
    bundle.sessions = std::move(sessions);
    bundle.active_index = active;
    return bundle;
}

Session of_user(std::optional<std::int64_t> id, std::uint64_t seed) {
    Rng rng(seed);
    Session session{.dc = 2, .key = random_key(rng)};
    session.user.id = id;
    return session;
}

TEST(Compare, ASessionIsEqualToItself) {
    EXPECT_TRUE(compare(whole(), whole()).empty());
}

TEST(Compare, EveryFactOfTheModelIsSeen) {
    const Session a = whole();
    for (const Field field : FieldSet::all().list()) {
        Session b = restricted(a, FieldSet::all() - FieldSet{field});
        if (field == Field::test) b.test = !a.test;
        ASSERT_FALSE(b == a) << field_name(field);
        EXPECT_FALSE(compare(a, b).empty()) << field_name(field);
        EXPECT_EQ(compare(a, b).size(), compare(b, a).size()) << field_name(field);
    }
}

TEST(Compare, EveryMemberIsSeen) {
    const Session a = whole();
    const auto changed = [&](auto change) {
        Session b = a;
        change(b);
        return fields(compare(a, b));
    };
    using Names = std::vector<std::string>;
    EXPECT_EQ(changed([](Session& s) { s.dc = 203; }).front(), "dc");
    EXPECT_EQ(changed([](Session& s) { s.endpoint->port ^= 1; }), Names{"endpoint.port"});
    EXPECT_EQ(changed([](Session& s) { s.media_endpoint->host = "::1"; }), Names{"media_endpoint.host"});
    EXPECT_EQ(changed([](Session& s) { s.user.last_name = "x"; }), Names{"user.last_name"});
    EXPECT_EQ(changed([](Session& s) { std::swap(s.user.usernames[0], s.user.usernames[1]); }),
              Names{"user.usernames"});
    EXPECT_EQ(changed([](Session& s) { s.api.lang_pack = "x"; }), Names{"api.lang_pack"});
    EXPECT_EQ(changed([](Session& s) { s.update_state->seq ^= 1; }), Names{"update_state.seq"});
    EXPECT_EQ(changed([](Session& s) { s.channels[0].pts ^= 1; }),
              Names{"channels." + std::to_string(a.channels[0].id)});
    EXPECT_EQ(changed([](Session& s) { s.salts[0].valid_until += 1; }),
              Names{"salts." + std::to_string(a.salts[0].dc)});
    EXPECT_EQ(changed([](Session& s) { s.extra[0].second = "\"x\""; }), Names{"extra." + a.extra[0].first});
    Rng rng(8);
    EXPECT_EQ(changed([&](Session& s) { s.other_keys[0].key = random_key(rng); }),
              Names{"keys." + std::to_string(a.other_keys[0].dc)});
    EXPECT_EQ(changed([&](Session& s) { s.key = random_key(rng); }), Names{"auth_key_id"});
}

TEST(Compare, SecretsAreNotShown) {
    const Session a = whole();
    Session b = a;
    b.api.hash = "ffffffffffffffffffffffffffffffff";
    b.salts[0].salt ^= 1;
    b.extra[0].second = "\"secret\"";
    const auto differences = compare(a, b);
    ASSERT_EQ(differences.size(), 3u);
    for (const Difference& d : differences) {
        EXPECT_EQ(d.a, FactValue("differs")) << d.field;
        EXPECT_EQ(d.b, FactValue("differs")) << d.field;
    }
}

TEST(Compare, LongListsAreCounted) {
    Session a = of_user(1, 1), b = of_user(1, 1);
    for (std::int64_t id = 1; id <= 60'000; ++id) {
        a.peers.push_back({.id = id, .kind = PeerKind::channel, .access_hash = id});
        b.peers.push_back({.id = 60'001 - id, .kind = PeerKind::channel, .access_hash = 60'001 - id});
    }
    EXPECT_TRUE(compare(a, b).empty()) << "the order of peers is no fact";
    for (Peer& peer : b.peers) peer.access_hash = *peer.access_hash + 1;
    const auto differences = compare(a, b);
    ASSERT_EQ(differences.size(), listed_differences);
    EXPECT_EQ(differences[0].field, "peers.channel.1.access_hash");
    EXPECT_EQ(differences[0].a, FactValue(std::int64_t{1}));
    EXPECT_EQ(differences[0].b, FactValue(std::int64_t{2}));
    EXPECT_EQ(differences.back().more, 60'000 - listed_differences);
}

TEST(Compare, APersonAndAChannelMayShareTheirId) {
    Session a = of_user(1, 1), b = a;
    a.peers = {{.id = 5, .kind = PeerKind::user}, {.id = 5, .kind = PeerKind::channel}};
    b.peers = {{.id = 5, .kind = PeerKind::supergroup}, {.id = 5, .kind = PeerKind::user, .access_hash = 0}};
    EXPECT_EQ(fields(compare(a, b)), std::vector<std::string>{"peers.channel.5.kind"});
}

TEST(Compare, AccountsFindTheirCounterparts) {
    const Bundle a = bundle_of({of_user(1, 1), of_user(2, 2), of_user(std::nullopt, 3)}, 1);
    Bundle b = bundle_of({of_user(std::nullopt, 3), of_user(2, 2), of_user(1, 1)}, 1);
    EXPECT_TRUE(compare(a, b).empty());
    b.sessions[2].test = true;  // by its key
    const auto one = compare(a, b);
    ASSERT_EQ(one.size(), 1u);
    EXPECT_EQ(one[0].a, 0u);
    EXPECT_EQ(one[0].b, 2u);
    EXPECT_EQ(fields(one[0].differences), std::vector<std::string>{"test"});
}

TEST(Compare, TwoPeopleAreNotComparedWithEachOtherAmongSeveral) {
    const Bundle a = bundle_of({of_user(1, 1), of_user(2, 2)}), b = bundle_of({of_user(1, 1), of_user(3, 3)});
    const auto all = compare(a, b);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].a, 1u);
    EXPECT_EQ(all[0].b, std::nullopt);
    EXPECT_EQ(all[1].a, std::nullopt);
    EXPECT_EQ(all[1].b, 1u);
    // One against one there is no other choice.
    const auto two = compare(bundle_of({of_user(1, 1)}), bundle_of({of_user(3, 3)}));
    ASSERT_EQ(two.size(), 1u);
    EXPECT_EQ(fields(two[0].differences), (std::vector<std::string>{"auth_key_id", "user.id"}));
}

TEST(Compare, OneUserWithTwoKeysIsTwoAccounts) {
    const Bundle a = bundle_of({of_user(1, 1), of_user(1, 2)}),
                 b = bundle_of({of_user(1, 2), of_user(1, 1)}, 1);
    EXPECT_TRUE(compare(a, b).empty());
}

TEST(Compare, WhatCannotBeReadIsNeverCalledEqual) {
    Bundle a = bundle_of({of_user(1, 1)});
    a.lost.push_back({.position = 1});
    const auto differences = compare(a, a);
    ASSERT_EQ(differences.size(), 1u);
    EXPECT_EQ(fields(differences[0].differences), std::vector<std::string>{"unreadable"});
    EXPECT_FALSE(differences[0].a || differences[0].b);
}

TEST(Compare, WhichAccountIsActiveCounts) {
    const Bundle a = bundle_of({of_user(1, 1), of_user(2, 2)}),
                 b = bundle_of({of_user(1, 1), of_user(2, 2)}, 1);
    const auto differences = compare(a, b);
    ASSERT_EQ(differences.size(), 1u);
    EXPECT_EQ(fields(differences[0].differences), std::vector<std::string>{"active"});
}

}  // namespace
}  // namespace tgferry::test
