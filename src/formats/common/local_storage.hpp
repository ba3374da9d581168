// The localStorage of a site, in the shapes in which browsers, their tools and people's snippets save it.
//
//   {"name": value}                                         JSON.stringify(localStorage)
//   [["name", value], ...]                                  Object.entries(localStorage)
//   [{"name": ..., "value": ...}, ...]                      also "key" for "name"
//   {"localStorage": any of these}                          also with "origin" beside it
//   {"https://web.telegram.org": any of these}
//   {"cookies": [], "origins": [{"origin", "localStorage"}]}   Playwright's storageState
//   name TAB value, a line each                             copied from the developer tools
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/probe.hpp"

namespace tgferry::formats {

/// What one site keeps: an object of names and values.
class LocalStorage {
  public:
    /// `items` must outlive it.
    LocalStorage(const core::Json& items, std::string origin) : seen_(&items), origin_(std::move(origin)) {}
    LocalStorage(core::WipedJson items, std::string origin)
        : own_(std::move(items)), origin_(std::move(origin)) {}
    [[nodiscard]] const core::Json& items() const noexcept { return own_ ? own_->get() : *seen_; }
    /// Whose it is, where that is told.
    [[nodiscard]] const std::string& origin() const noexcept { return origin_; }

  private:
    std::optional<core::WipedJson> own_{};
    const core::Json* seen_ = nullptr;
    std::string origin_;
};

/// All that the input holds, in its order; empty for folders, databases and what has none of the shapes. The
/// probe must outlive them.
[[nodiscard]] std::vector<LocalStorage> local_storages(const Probe& probe);

}  // namespace tgferry::formats
