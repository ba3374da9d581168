// Runs every block of tests/vectors/*.txt: what a string must mean, or the error it must give.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <tgferry/tgferry.hpp>

#include "core/hex.hpp"
#include "support/fixtures.hpp"
#include "support/vectors.hpp"

namespace tgferry::test {
namespace {

std::string yes_no(bool value) {
    return value ? "yes" : "no";
}
template <class T>
std::string or_none(const std::optional<T>& value) {
    if constexpr (std::is_same_v<T, bool>) {
        return value ? yes_no(*value) : "none";
    } else {
        return value ? fmt::format("{}", *value) : "none";
    }
}

std::string sha1(const AuthKey& key) {
    std::array<std::uint8_t, SHA_DIGEST_LENGTH> digest{};
    SHA1(key.reveal().data(), key.reveal().size(), digest.data());
    return std::string(reveal(core::encode_hex(digest)));
}

std::string joined(const std::vector<std::string>& items) {
    return items.empty() ? "none" : fmt::format("{}", fmt::join(items, ", "));
}

/// The facts of a session under the names that vectors use.
std::map<std::string, std::string> facts_of(const Bundle& bundle) {
    const Session& s = bundle.active();
    std::vector<std::string> keys, warnings;
    for (const DcKey& key : s.other_keys) keys.push_back(fmt::format("{}:{}", key.dc, key_id_text(key.key)));
    for (const Warning& warning : bundle.warnings) warnings.push_back(warning.code);
    return {{"dc", std::to_string(s.dc)},
            {"test", yes_no(s.test)},
            {"host", s.endpoint ? s.endpoint->host : "none"},
            {"port", s.endpoint ? std::to_string(s.endpoint->port) : "none"},
            {"key_id", key_id_text(s.key)},
            {"key_sha1", sha1(s.key)},
            {"keys", joined(keys)},
            {"user_id", or_none(s.user.id)},
            {"is_bot", or_none(s.user.is_bot)},
            {"is_premium", or_none(s.user.is_premium)},
            {"api_id", or_none(s.api.id)},
            {"variant", bundle.variant},
            {"warning", joined(warnings)}};
}

void expect_error(const Result<Bundle>& got, const Vector& vector) {
    ASSERT_FALSE(got) << "read as " << got->format << " " << got->variant;
    const Error& error = got.error();
    EXPECT_EQ(code_name(error.code), vector.get("error")) << error.text();
    if (vector.has("offset")) {
        EXPECT_EQ(error.offset ? std::to_string(*error.offset) : "none", vector.get("offset"))
            << error.text();
    }
    const std::string all = error.text() + "\n" + error.hint;
    EXPECT_NE(all.find(vector.get("says")), std::string::npos) << all;
}

void expect_facts(const Result<Bundle>& got, const Vector& vector) {
    ASSERT_TRUE(got) << got.error().text();
    EXPECT_EQ(got->format, vector.get("format"));
    for (const auto& [key, value] : facts_of(*got)) {
        if (vector.has(key)) {
            EXPECT_EQ(value, vector.get(key)) << "for the key " << key;
        }
    }
}

void expect_same_text(const Bundle& bundle, const Vector& vector, std::string_view in) {
    const auto written = to_string(bundle.active(), vector.get("format"));
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_EQ(reveal(written->text), in);
}

class Vectors : public testing::TestWithParam<Vector> {};

TEST_P(Vectors, MeansWhatItSays) {
    const Vector& vector = GetParam();
    SCOPED_TRACE(vector.place());
    ASSERT_EQ(vector.problem, "");
    const std::string in = unescaped(vector.get("in"));
    ReadOptions named{.format = vector.get("format")};
    if (named.format == "auth-key" && vector.has("dc")) named.facts.dc = std::stoi(vector.get("dc"));
    const auto got = read(Source::text(in), named);
    if (vector.has("error")) return expect_error(got, vector);
    expect_facts(got, vector);
    if (vector.get("detect") != "no") expect_facts(read(Source::text(in), {.facts = named.facts}), vector);
    if (got && vector.get("write") == "yes") expect_same_text(*got, vector, in);
}

std::string test_name(const testing::TestParamInfo<Vector>& info) {
    const std::string stem = info.param.file.substr(0, info.param.file.find('.'));
    return as_test_name(fmt::format("{}_{}_{}", stem, info.param.line, info.param.get("name")));
}

INSTANTIATE_TEST_SUITE_P(Files, Vectors, testing::ValuesIn(load_vectors(tests_folder() / "vectors")),
                         test_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Vectors);

std::string problem(std::string_view text) {
    const auto blocks = parse_vectors("made_up.txt", text);
    return blocks.size() == 1 ? blocks[0].problem : fmt::format("{} blocks", blocks.size());
}

TEST(VectorsRunner, FindsMistakesInBlocks) {
    const std::string good = "# remark\nname = a\nfrom = b\nformat = c\nin = d = e\ndc = 2\n";
    EXPECT_EQ(problem(good), "");
    EXPECT_EQ(parse_vectors("x", good)[0].get("in"), "d = e");
    EXPECT_EQ(problem(good + "dc = 2\n"), "\"dc\" is given twice");
    EXPECT_EQ(problem(good + "d = 2\n"), "unknown key \"d\"");
    EXPECT_EQ(problem(good + "nothing\n"), "no \"=\" in \"nothing\"");
    EXPECT_EQ(problem(good + "error = damaged\n"), "\"dc\" beside \"error\"");
    EXPECT_EQ(problem(good + "says = x\n"), "\"says\" without \"error\"");
    EXPECT_EQ(problem("name = a\nfrom = b\nin = c\n"), "it expects nothing");
    EXPECT_EQ(problem("name = a\nfrom = b\nin = c\ndc = 2\n"), "the key \"format\" is missing");
    EXPECT_EQ(problem(good + "\n" + good), "2 blocks");
    EXPECT_EQ(parse_vectors("x", good + "\n" + good)[1].problem, "the name is not unique");
}

}  // namespace
}  // namespace tgferry::test
