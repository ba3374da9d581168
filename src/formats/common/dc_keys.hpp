// Libraries that keep the keys of all their data centres side by side and say elsewhere which one is home.
#pragma once

#include <optional>
#include <string_view>
#include <tgferry/dc.hpp>
#include <tgferry/options.hpp>
#include <tgferry/session.hpp>
#include <vector>

#include "formats/common/account_tables.hpp"

namespace tgferry::formats {

/// A data centre of which the source holds the key.
struct KnownDc {
    std::int32_t dc = 0;
    AuthKey key;
    std::optional<Endpoint> endpoint{};
};

/// A table with one row a data centre.
struct DcTable {
    std::string_view name;
    std::string_view id;   ///< column of the DC id
    std::string_view key;  ///< column of the auth key: a blob, or NULL
    /// The address in the current row.
    std::optional<Endpoint> (*endpoint)(const io::Rows& row, std::vector<Warning>& warnings);
};

struct KnownDcs {
    std::vector<KnownDc> keys{};                           ///< of each DC the first
    std::vector<std::pair<std::int32_t, Error>> broken{};  ///< DCs whose keys are none; 0: which is unknown
};

/// The rows that have a key, by DC id. NULL, empty and zero keys are none. Errors: damaged (the database).
[[nodiscard]] Result<KnownDcs> read_dc_table(const AccountTables& tables, const DcTable& table,
                                             std::vector<Warning>& warnings);

/// A session of the home DC, with the keys of the others. Home is the one that the caller names; or else the
/// one that the source does (`stated`), which must have a key; where it names none it is `usual`, or else the
/// lowest, with a warning. DC ids that are none (below 1, above 255) and keys of other DCs that are none are
/// passed over, with a warning. Errors: not_logged_in, damaged (the home DC's key).
[[nodiscard]] Result<Session> home_session(KnownDcs known, std::optional<std::int32_t> stated,
                                           const Facts& facts, std::vector<Warning>& warnings,
                                           std::int32_t usual = 2);

/// Where another DC of a session is to be found, for formats without a test flag: in the DC table, among the
/// test servers where the home DC's address is one of theirs. 0.0.0.0 or :: where the table knows none, which
/// no library could reach either.
[[nodiscard]] Endpoint address_of_other(const Session& session, std::int32_t dc,
                                        IpVersion ip = IpVersion::v4);

/// The states of the channels: a table with one row a channel, bare ids in the column `id` and the state in
/// `pts`. Empty where there is no such table. Errors: damaged.
[[nodiscard]] Result<std::vector<ChannelState>> read_channel_table(const AccountTables& tables,
                                                                   std::string_view table,
                                                                   std::string_view id,
                                                                   std::vector<Warning>& warnings);

}  // namespace tgferry::formats
