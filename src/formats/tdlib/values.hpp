// The values of single rows: auth keys, salts, addresses (mtproto/AuthKey.h, mtproto/AuthData.h,
// telegram/net/DcOptions.h of TDLib 1.8).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <tgferry/session.hpp>
#include <vector>

namespace tgferry::formats::tdlib {

using Value = std::span<const std::uint8_t>;

/// id (8 bytes of the key's SHA-1) | flags i32 | key as TL bytes | more by flags, which is passed over.
struct StoredKey {
    AuthKey key;
    bool logged_in = false;  ///< the server knows it as one of a logged-in account
    bool own_id = true;      ///< the id beside it is that of the key
};

/// Errors: damaged, and not_logged_in for a key of zeros.
[[nodiscard]] Result<StoredKey> parse_key(Value value);
/// Of a logged-in account.
[[nodiscard]] SecretBytes make_key(const AuthKey& key);

/// count i32, then salt i64 | valid since f64 | valid until f64. The one in use is the last (AuthData.cpp,
/// get_future_salts) and comes first here; where TDLib had none yet, it is made up, with dates below 0, and
/// left out. Nothing where the value is none.
[[nodiscard]] std::optional<std::vector<Salt>> parse_salts(Value value, std::int32_t dc);
/// Those of one DC, which come with the one in use first.
[[nodiscard]] SecretBytes make_salts(const std::vector<Salt>& salts, std::int32_t dc);

/// The address of a DC's main servers, IPv4 before IPv6; nothing where the list has none, or is none.
[[nodiscard]] std::optional<Endpoint> parse_address(Value value, std::int32_t dc);
/// A list with that one address, which is an IP address.
[[nodiscard]] SecretBytes make_address(const Endpoint& endpoint, std::int32_t dc);

}  // namespace tgferry::formats::tdlib
