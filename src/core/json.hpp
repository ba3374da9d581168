// JSON without exceptions: bounded parsing, typed look-ups, and wiping of what held a key.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tgferry/secret.hpp>
#include <utility>
#include <vector>

#include "core/budget.hpp"

namespace tgferry::core {

/// Keeps the order of members, since a rewrite should look like its source.
using Json = nlohmann::ordered_json;

inline constexpr std::size_t max_json_depth = 32;

/// A parsed document whose strings are wiped when it goes.
class WipedJson {
  public:
    explicit WipedJson(Json value) : value_(std::move(value)) {}
    WipedJson(WipedJson&&) noexcept = default;
    WipedJson& operator=(WipedJson&&) noexcept = default;
    ~WipedJson();
    [[nodiscard]] const Json& get() const noexcept { return value_; }
    [[nodiscard]] Json& get() noexcept { return value_; }

  private:
    Json value_;
};

/// Nothing for anything that is not one JSON value, nested at most max_json_depth deep; nor once the budget
/// has stopped. `error_at` is the byte at which parsing failed.
[[nodiscard]] std::optional<WipedJson> parse_json(std::string_view text, Budget& budget);
[[nodiscard]] std::optional<WipedJson> parse_json(std::string_view text, Budget& budget,
                                                  std::size_t& error_at);
/// For short text, which is not worth interrupting.
[[nodiscard]] std::optional<WipedJson> parse_json(std::string_view text);
[[nodiscard]] std::optional<WipedJson> parse_json(std::string_view text, std::size_t& error_at);

/// Member of an object; null where there is none or it is JSON null.
[[nodiscard]] const Json* member(const Json& object, std::string_view name);
/// Typed members; nothing where absent, null, or of another type.
[[nodiscard]] std::optional<std::int64_t> int_member(const Json& object, std::string_view name);
[[nodiscard]] std::optional<bool> bool_member(const Json& object, std::string_view name);
[[nodiscard]] std::optional<std::string> text_member(const Json& object, std::string_view name);

/// Puts members into an object in their order, each once: the library's own look-up of each among all takes
/// minutes for many. Of members with one name the last counts, in the place of the first.
void put_members(Json& object, std::vector<std::pair<std::string, Json>> members);

/// JSON text: UTF-8 kept, broken UTF-8 replaced. `indent` < 0 for one line.
[[nodiscard]] SecretText dump(const Json& value, int indent = -1);

}  // namespace tgferry::core
