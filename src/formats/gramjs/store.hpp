// GramJS's StoreSession folder: its keys, and how it is read.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "formats/format.hpp"

namespace tgferry::formats::gramjs {

inline constexpr std::string_view auth_key_name = "authKey";
inline constexpr std::string_view dc_name = "dcId";
inline constexpr std::string_view port_name = "port";
inline constexpr std::string_view address_name = "serverAddress";
/// teleproto since 1.229; GramJS passes over both.
inline constexpr std::string_view other_keys_name = "dcAuthKeys";
inline constexpr std::string_view test_name = "testServers";

/// Decoded keys to file names.
using Keys = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] Keys keys_of(const io::Input& folder);

/// Name and divider of each session in the folder: what stands before authKey, or before dcId where an
/// address lies beside it (a session that never logged in).
[[nodiscard]] std::set<std::string, std::less<>> prefixes_of(const Keys& keys);

/// Errors: damaged, not_logged_in (no key anywhere in the folder).
[[nodiscard]] Result<Bundle> read_store(const Probe& probe, const ReadOptions& options);

}  // namespace tgferry::formats::gramjs
