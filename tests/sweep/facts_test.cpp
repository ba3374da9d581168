// Every fixture: it means what its maker put in, and one detector alone recognises it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "formats/format.hpp"
#include "support/fixtures.hpp"

namespace tgferry::test {
namespace {

using nlohmann::json;

template <class T>
json or_null(const std::optional<T>& value) {
    return value ? json(*value) : json(nullptr);
}

json state_of(const Session& s) {
    if (!s.update_state) return nullptr;
    json channels = json::array();
    auto sorted = s.channels;  // formats keep them in an order of their own
    std::ranges::sort(sorted, {}, &ChannelState::id);
    for (const ChannelState& channel : sorted) channels.push_back({{"id", channel.id}, {"pts", channel.pts}});
    const UpdateState& state = *s.update_state;
    return {{"pts", state.pts},
            {"qts", state.qts},
            {"date", state.date},
            {"seq", state.seq},
            {"channels", channels}};
}

/// A session under the names of the manifest.
json facts_of(const Session& s) {
    return {{"dc", s.dc},
            {"test", s.test},
            {"host", s.endpoint ? json(s.endpoint->host) : json(nullptr)},
            {"port", s.endpoint ? json(s.endpoint->port) : json(nullptr)},
            {"key_sha1", key_sha1(s.key)},
            {"auth_key_id", key_id_text(s.key)},
            {"user_id", or_null(s.user.id)},
            {"is_bot", or_null(s.user.is_bot)},
            {"api_id", or_null(s.api.id)},
            {"update_state", state_of(s)},
            {"takeout_id", or_null(s.takeout_id)},
            {"peers", s.peers.size()}};
}

class Fixtures : public testing::TestWithParam<Fixture> {};

TEST_P(Fixtures, HoldWhatTheirMakerPutIn) {
    const Fixture& fixture = GetParam();
    ASSERT_TRUE(std::filesystem::exists(fixture.path)) << fixture.name << ": no such fixture";
    ASSERT_TRUE(find_format(fixture.format)) << fixture.format << " is not in the registry";
    const auto got = read(Source::path(fixture.path), unlocking(fixture));
    if (fixture.facts["key_sha1"].is_null()) {
        ASSERT_FALSE(got) << "a session without a key was read";
        EXPECT_EQ(got.error().code, ErrorCode::not_logged_in) << got.error().text();
        return;
    }
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, fixture.format);
    if (!fixture.variant.empty()) {
        EXPECT_NE(got->variant.find(fixture.variant), std::string::npos)
            << got->variant << " is not " << fixture.variant;
    }
    const json facts = facts_of(got->active());
    for (const auto& [name, wanted] : fixture.facts.items()) {
        if (facts.contains(name)) {
            EXPECT_EQ(facts[name], wanted) << "for " << name;
        }
    }
}

TEST_P(Fixtures, AreRecognisedByOneDetector) {
    const Fixture& fixture = GetParam();
    ASSERT_TRUE(find_format(fixture.format)) << fixture.format << " is not in the registry";
    const auto input = io::Input::open(Source::path(fixture.path));
    ASSERT_TRUE(input) << input.error().text();
    const formats::Probe probe(*input);
    std::vector<std::string_view> said_yes;
    for (const formats::Format* format : formats::registry()) {
        if (format->detect(probe)) said_yes.push_back(format->info.id);
    }
    EXPECT_EQ(fmt::format("{}", fmt::join(said_yes, ", ")), fixture.format);
}

INSTANTIATE_TEST_SUITE_P(All, Fixtures, testing::ValuesIn(load_fixtures()),
                         [](const auto& it) { return as_test_name(it.param.name); });

}  // namespace
}  // namespace tgferry::test
