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

#include "formats/format.hpp"
#include "formats/mtkruto/entries.hpp"

namespace tgferry::formats::mtkruto {

/// Of a folder, or of the site in a browser's localStorage that MTKruto was used on.
[[nodiscard]] Entries entries_of(const Probe& probe);

/// What stands before the keys of each client that has an auth key in the storage, or had one.
[[nodiscard]] std::set<std::string, std::less<>> prefixes_of(const Entries& entries);

/// Clients that cannot be read are lost where others can. Errors: damaged, not_logged_in.
[[nodiscard]] Result<Bundle> read_store(const Probe& probe, const ReadOptions& options);

}  // namespace tgferry::formats::mtkruto
