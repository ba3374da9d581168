// The JSON inside a block, as System.Text.Json writes the library's class Session: what is 0 or null is left
// out.
//
//   {"ApiId": int, "UserId": int, "MainDC": int, "DCSessions": {"DC id": {...}}, "DcOptions": [...]}
//   each of DCSessions: AuthKey base64, UserId (0: not logged in there), Salt, OldSalt, Salts, Layer,
//     DataCenter {flags, id, ip_address, port, secret}; before 4.3.4 also Id, AuthKeyID, Seqno, ...
//
// A negative DC id is that of media servers: since 4.3.6, with the same key. flags are a number, or names
// since 4.3.15 on .NET 8.
#pragma once

#include <string_view>
#include <tgferry/options.hpp>
#include <tgferry/session.hpp>

#include "core/budget.hpp"

namespace tgferry::formats::wtelegramclient {

/// Errors: damaged, not_logged_in.
[[nodiscard]] Result<Bundle> parse_session(std::string_view json, const Facts& facts, core::Budget& budget);

/// With AuthKeyID and Id, without which releases before 4.3.4 would make a new key. `id`: random, the MTProto
/// session to begin with. `others`: the keys of further DCs, one a DC.
[[nodiscard]] SecretText session_text(const Session& session, std::span<const DcKey> others, std::int64_t id);

}  // namespace tgferry::formats::wtelegramclient
