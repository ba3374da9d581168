// The files of one account, as they are written.
#pragma once

#include <string_view>
#include <tgferry/source.hpp>

#include "formats/tdata/auth_block.hpp"
#include "formats/tdata/local_key.hpp"

namespace tgferry::formats::tdata {

/// How files are stamped and what user ids look like in them.
struct Stamp {
    std::int32_t version = 0;
    IdForm form = IdForm::wide;
};

/// What Telegram Desktop cannot do without, and would not survive: a user id (0 makes it destroy the key), a
/// home DC from 1 to 5. Errors: missing_fact.
[[nodiscard]] Result<void> check_account(const Session& session);
/// Whether the user id fits the form.
[[nodiscard]] bool fits(const Session& session, IdForm form);
/// The same user on the same servers.
[[nodiscard]] bool same_account(const Session& a, const Session& b);

/// Auth file, maps, and configs where the account is one of the test servers. Keys of impossible or repeated
/// DCs are left out with a warning. Errors: those of `random`.
[[nodiscard]] Result<void> put_account(FileMap& files, const Session& session, std::string_view account_name,
                                       const LocalKey& key, Stamp stamp, Random random, bool config,
                                       std::vector<Warning>& warnings);

}  // namespace tgferry::formats::tdata
