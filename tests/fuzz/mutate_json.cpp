#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "fuzz/mutate.hpp"

namespace tgferry::test {
namespace {

/// A member: its key with the quotes, and its value as far as that is a single word or text.
struct Member {
    std::size_t key, key_end, value, value_end;
};

std::size_t behind_string(std::string_view text, std::size_t quote) {
    for (std::size_t i = quote + 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            return i + 1;
    }
    return text.size();
}

std::size_t skip_space(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of(" \t\r\n", at), text.size());
}

std::size_t behind_value(std::string_view text, std::size_t at) {
    if (at < text.size() && text[at] == '"') return behind_string(text, at);
    return std::min(text.find_first_of(",}]", at), text.size());
}

std::vector<Member> members(std::string_view text) {
    std::vector<Member> out;
    for (std::size_t i = text.find('"'); i < text.size() && out.size() < 4096; i = text.find('"', i)) {
        const std::size_t end = behind_string(text, i), colon = skip_space(text, end);
        if (colon < text.size() && text[colon] == ':') {
            const std::size_t value = skip_space(text, colon + 1);
            out.push_back({i, end, value, behind_value(text, value)});
        }
        i = end;
    }
    return out;
}

std::string_view odd_value(Rng& dice) {
    constexpr std::array<std::string_view, 16> values = {
        "null",   "true",     "false",       "0",
        "-1",     "1.5",      "1e400",       "9223372036854775808",
        "\"\"",   "\"true\"", "[]",          "{}",
        "[null]", "\"0\"",    "\"\\ud83e\"", "{\"type\":\"Buffer\",\"data\":[256,-1]}"};
    return values[dice.below(values.size())];
}

}  // namespace

bool mutate_json(std::vector<std::uint8_t>& bytes, std::size_t most, Rng& dice) {
    std::string text(bytes.begin(), bytes.end());
    const auto all = members(text);
    if (all.empty()) return false;
    const Member& one = all[dice.below(all.size())];
    const Member& other = all[dice.below(all.size())];
    switch (dice.below(4)) {
        case 0:
            text.replace(one.key, one.key_end - one.key,
                         std::string(text, other.key, other.key_end - other.key));
            break;
        case 1: text.insert(one.key, std::string(text, other.key, other.value_end - other.key) + ","); break;
        case 2:
            text.replace(one.value, one.value_end - one.value,
                         std::string(text, other.value, other.value_end - other.value));
            break;
        default: text.replace(one.value, one.value_end - one.value, odd_value(dice)); break;
    }
    if (text.size() > most) return false;
    bytes.assign(text.begin(), text.end());
    return true;
}

bool mutate(std::vector<std::uint8_t>& input, std::size_t most, std::uint32_t seed) {
    Rng dice(seed);
    constexpr std::string_view magic{"SQLite format 3\0", 16};
    const auto image = std::ranges::search(input, magic).begin();
    if (image != input.end()) return mutate_sqlite({image, input.end()}, dice);
    return mutate_json(input, most, dice);
}

}  // namespace tgferry::test
