// Forms that the clients have left behind, as the accounts of today.
#pragma once

#include "formats/web/dump.hpp"

namespace tgferry::formats::web {

/// user_auth, dc, dcN_auth_key ...: account 1, of the test servers with `test`. Nothing where none of it is
/// there.
[[nodiscard]] std::optional<StoredAccount> legacy_account(const Items& items, bool test);

/// The session of Web A's first builds, which GramJS's CacheApiSession kept:
/// {"mainDcId":N,"keys":{"N":key}}, as the dump itself or under the name that GramJs:sessionId tells.
[[nodiscard]] std::optional<StoredAccount> account_of_first_builds(const core::Json& dump,
                                                                   const Items& items);
/// "GramJs:sessionId", and the names of the sessions themselves, in localStorage and in the database.
[[nodiscard]] bool is_first_build_item(std::string_view name) noexcept;

}  // namespace tgferry::formats::web
