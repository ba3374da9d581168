// Folders with several accounts: each account is there, in order, with all its keys; and a lock is a lock.
#include <gtest/gtest.h>

#include <algorithm>
#include <tgferry/tgferry.hpp>

#include "support/fixtures.hpp"

namespace tgferry::test {
namespace {

using nlohmann::json;

/// A session under the names of the manifest's accounts.
json account_of(const Session& s) {
    std::vector<std::int32_t> keys{s.dc};
    for (const DcKey& other : s.other_keys) keys.push_back(other.dc);
    std::ranges::sort(keys);
    return {{"dc", s.dc},
            {"test", s.test},
            {"user_id", s.user.id ? json(*s.user.id) : json(nullptr)},
            {"key_sha1", key_sha1(s.key)},
            {"keys", keys}};
}

json accounts_of(const Bundle& bundle) {
    json out = json::array();
    for (const Session& session : bundle.sessions) out.push_back(account_of(session));
    return out;
}

std::vector<Fixture> folders(bool only_locked) {
    std::vector<Fixture> out = load_fixtures();
    std::erase_if(out, [&](const Fixture& fixture) {
        const bool empty = !fixture.facts.contains("accounts") || fixture.facts["accounts"].empty();
        return empty || (only_locked && fixture.passcode.empty());
    });
    return out;
}

class Folders : public testing::TestWithParam<Fixture> {};
class LockedFolders : public testing::TestWithParam<Fixture> {};

TEST_P(Folders, HoldTheirAccountsInOrder) {
    const auto got = read(Source::path(GetParam().path), unlocking(GetParam()));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(accounts_of(*got), GetParam().facts["accounts"]);
}

TEST_P(Folders, AreTheSameInMemory) {
    const auto got = read(Source::files(files_of(GetParam())), unlocking(GetParam()));
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(accounts_of(*got), GetParam().facts["accounts"]);
}

TEST_P(LockedFolders, OpenWithTheirPasscodeOnly) {
    const auto without = read(Source::path(GetParam().path));
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().code, ErrorCode::passcode_required) << without.error().text();
    ReadOptions wrong;
    wrong.passcode.emplace("not " + GetParam().passcode);
    const auto refused = read(Source::path(GetParam().path), wrong);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::passcode_wrong) << refused.error().text();
}

constexpr auto name_of = [](const auto& it) { return as_test_name(it.param.name); };
INSTANTIATE_TEST_SUITE_P(All, Folders, testing::ValuesIn(folders(false)), name_of);
INSTANTIATE_TEST_SUITE_P(All, LockedFolders, testing::ValuesIn(folders(true)), name_of);

}  // namespace
}  // namespace tgferry::test
