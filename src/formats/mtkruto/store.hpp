// MTKruto's local storages: a folder of node-localstorage, or a browser's localStorage saved as a JSON
// object.
//
// The text of a key is PREFIX and the key in codec.hpp's text; the prefix is "main" in Node.js, the user's
// choice in browsers, and PREFIX "S__" ID for each further client of one storage.
//
//   ["auth"]    object {apiId, authKey, dc, isBot, userId}, since 0.70.0 (September 2025)
//   ["auth.dc"] ["auth.key"] ["auth.accountId"] ["auth.accountType"] ["connection.apiId"]    before, one by
//   one
//   ["auth.isPremium"] boolean    ["updates.state"] [name, RLE0 of the TL object]    ["channelPts", id]
//   number
//
// No release reads what older ones wrote: it takes the storage for signed out.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "core/json.hpp"
#include "formats/format.hpp"
#include "formats/mtkruto/codec.hpp"

namespace tgferry::formats::mtkruto {

/// What the storage holds, by the whole text of the key.
class Entries {
  public:
    /// Of a folder the file names, of a JSON object the members that are texts.
    explicit Entries(const Probe& probe);
    /// Sorted.
    [[nodiscard]] const std::set<std::string, std::less<>>& keys() const noexcept { return keys_; }
    /// Empty where there is no such entry. Errors: cannot_read.
    [[nodiscard]] Result<SecretText> value(const std::string& key) const;
    /// Where an entry lies, for messages.
    [[nodiscard]] std::string place(const std::string& key) const;

  private:
    const io::Input& input_;
    const core::Json* json_;
    std::set<std::string, std::less<>> keys_;
};

/// What stands before the keys of each client that has an auth key in the storage, or had one.
[[nodiscard]] std::set<std::string, std::less<>> prefixes_of(const Entries& entries);

/// Errors: damaged, not_logged_in.
[[nodiscard]] Result<Bundle> read_store(const Probe& probe, const ReadOptions& options);

}  // namespace tgferry::formats::mtkruto
