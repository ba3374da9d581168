// Every fixture goes to every detector: exactly one says yes, and it is the fixture's own format.
#include <gtest/gtest.h>

#include "formats/format.hpp"
#include "support/fixtures.hpp"

namespace tgferry::test {
namespace {

class OneWinner : public testing::TestWithParam<Fixture> {};

TEST_P(OneWinner, AmongAllDetectors) {
    const auto input = io::Input::open(Source::files(files_of(GetParam())));
    ASSERT_TRUE(input) << input.error().text();
    const formats::Probe probe(*input);
    std::vector<std::string_view> winners;
    for (const formats::Format* format : formats::registry()) {
        if (format->detect(probe)) winners.push_back(format->info.id);
    }
    EXPECT_EQ(winners, std::vector<std::string_view>{GetParam().format});
}

INSTANTIATE_TEST_SUITE_P(All, OneWinner, testing::ValuesIn(load_fixtures()),
                         [](const auto& it) { return as_test_name(it.param.name); });

}  // namespace
}  // namespace tgferry::test
