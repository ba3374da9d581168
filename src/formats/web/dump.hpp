// A dump of the site's localStorage: which accounts it holds, and which of the two clients wrote it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "formats/web/names.hpp"

namespace tgferry::formats::web {

/// Items by their names, each parsed as both clients do: as JSON, or as text where it is none.
using Items = std::map<std::string, core::WipedJson, std::less<>>;

/// JSON null and the empty text: JavaScript takes both for nothing.
[[nodiscard]] bool is_nothing(const core::Json& value) noexcept;

/// Null where there is none, or it holds null.
[[nodiscard]] const core::Json* item(const Items& items, std::string_view name);

/// One account under the names that account objects use (dcId, userId, isTest, dcN_auth_key ...), whatever
/// form it was kept in.
struct StoredAccount {
    Place place{};
    std::string where;  ///< the item that it was taken from: for messages
    core::WipedJson fields;
};

[[nodiscard]] bool has_auth_key(const core::Json& fields);

class Dump {
  public:
    /// `json` is {"key": "value", ...}: the values are what localStorage holds, or what those texts mean.
    Dump(const core::Json& json, core::Budget& budget);

    /// In their order in the dump where that agrees with their numbers, which is how tgferry writes them;
    /// else by number. Not every one holds a key.
    [[nodiscard]] const std::vector<StoredAccount>& accounts() const noexcept { return accounts_; }
    /// The place that is said to be the one in use.
    [[nodiscard]] std::optional<Place> current() const;
    /// Who wrote it; nothing for JSON that is no such dump (owner.cpp has the rule).
    [[nodiscard]] std::optional<Client> owner() const;
    /// Web A shows its lock screen, or Web K has put its accounts away encrypted.
    [[nodiscard]] bool is_locked() const;
    /// Whether the older names hold another key than account 1.
    [[nodiscard]] bool has_other_legacy_key() const noexcept { return other_legacy_key_; }

  private:
    void take_legacy(bool test);
    [[nodiscard]] std::optional<Client> owner_by_items() const;

    Items items_;
    std::vector<StoredAccount> accounts_;
    bool other_legacy_key_ = false;
};

}  // namespace tgferry::formats::web
