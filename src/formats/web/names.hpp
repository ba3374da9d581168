// The keys of localStorage in which Telegram Web A and Web K keep their sessions.
//
//   account1 account2 ...      one object an account: dcId, userId, dcN_auth_key, dcN_server_salt ...
//   user_auth dc dcN_auth_key dcN_server_salt auth_key_fingerprint
//                              account 1 once more, as both kept it before they knew several
//   current_account            Web K: the number of the account in use, 1 where absent
//   t_...                      Web K: all of these again, of the test servers
//
// Source: util/sessions.ts and util/multiaccount.ts of Web A, lib/sessionStorage.ts, lib/localStorage.ts and
// lib/accounts of Web K.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tgferry::formats::web {

enum class Client : std::uint8_t { a, k };

inline constexpr std::string_view test_prefix = "t_";
inline constexpr std::string_view user_auth = "user_auth", home_dc = "dc",
                                  fingerprint = "auth_key_fingerprint", current_account = "current_account",
                                  auth_key = "_auth_key", server_salt = "_server_salt";

/// Web K keeps it in the clear while its accounts are encrypted.
inline constexpr std::string_view number_of_accounts = "number_of_accounts";
/// Web A keeps it while it shows its lock screen.
inline constexpr std::string_view locked_screen = "tt-is-screen-locked";

/// Both clients connect to these alone.
inline constexpr std::int32_t last_dc = 5;
/// Of the keys that are kept beside the home DC's: what dc_of() takes.
inline constexpr std::int32_t last_key_dc = 999;
/// Whose key gives the fingerprint.
inline constexpr std::int32_t fingerprint_dc = 2;
/// What a reader looks at; the clients themselves stop at 6 and 4.
inline constexpr int last_slot = 99;

/// "dc2_auth_key" of 2 and "_auth_key".
[[nodiscard]] std::string dc_name(std::int32_t dc, std::string_view suffix);
/// 2 of "dc2_auth_key" and "_auth_key". Nothing for other names, and for more than three digits.
[[nodiscard]] std::optional<std::int32_t> dc_of(std::string_view name, std::string_view suffix);

/// Where an account is kept.
struct Place {
    int slot = 1;
    bool test = false;  ///< behind the prefix of the test servers
    auto operator<=>(const Place&) const = default;
};
[[nodiscard]] std::string prefix_of(bool test);
/// "t_account2".
[[nodiscard]] std::string account_name(Place place);
[[nodiscard]] std::optional<Place> place_of(std::string_view name);

/// What Web A keeps beside its sessions: tt-multitab_1, tt-global-state ...
[[nodiscard]] bool is_web_a_item(std::string_view name) noexcept;

}  // namespace tgferry::formats::web
