// Which account of a source is meant.
#pragma once

#include <string>
#include <string_view>
#include <tgferry/tgferry.hpp>

namespace tgferry::cli {

/// The index of the session that `who` names: by its number, the name that stands in the source, its user id,
/// phone or user name. Errors: invalid_argument (none, or several); partial (it cannot be read).
[[nodiscard]] Result<std::size_t> find_account(const Bundle& bundle, std::string_view who);

/// The index of the one to take where nobody was named. Errors: partial (it is lost); missing_fact (several
/// people share the source, which does not say whose it is).
[[nodiscard]] Result<std::size_t> unasked_account(const Bundle& bundle);

/// Its own error, with the number of the account in front.
[[nodiscard]] Error lost_account(const LostAccount& account);

/// What to call the account in a file name: the source's own name for it where that is harmless, or else its
/// number.
[[nodiscard]] std::string account_stem(const Session& session, std::size_t position);

}  // namespace tgferry::cli
