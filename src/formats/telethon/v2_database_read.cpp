#include <fmt/format.h>

#include <algorithm>

#include "formats/common/accounts.hpp"
#include "formats/common/dc_keys.hpp"
#include "formats/common/host_port.hpp"
#include "formats/common/newer_version.hpp"
#include "formats/common/session_rows.hpp"
#include "formats/common/spare.hpp"
#include "formats/telethon/v2_database.hpp"

namespace tgferry::formats::telethon {
namespace {

/// Telethon connects to ipv4_addr. Files migrated from Telethon 1 hold IPv6 addresses there as well.
std::optional<Endpoint> endpoint_of(const io::Rows& row, std::vector<Warning>& warnings) {
    const auto text = row.text(row.has("addr") ? "addr" : "ipv4_addr");
    if (!text || text->empty()) return std::nullopt;
    auto endpoint = split_ip_port(*text);
    if (!endpoint) {
        warnings.push_back({"odd_address", "an address in the table datacenter is no ADDRESS:PORT"});
    }
    return endpoint;
}

constexpr DcTable dc_table = {.name = "datacenter", .id = "id", .key = "auth", .endpoint = endpoint_of};

constexpr std::int64_t newest = 10;

/// The first day's number is what a file without one is taken for. It is common to all accounts.
Result<std::int64_t> read_version(const AccountTables& own) {
    std::int64_t version = newest;
    if (!own.has_table("version")) return version;
    auto read = first_row(own, "version",
                          [&](const io::Rows& row) { version = row.integer("version").value_or(version); });
    if (!read) return std::unexpected(std::move(read.error()));
    return version;
}

struct Account {
    User user{};
    std::optional<std::int32_t> home{};
};

/// One row; its presence is what makes Telethon take the session for logged in.
Result<std::vector<Account>> read_users(const AccountTables& own) {
    std::vector<Account> users;
    auto rows = own.rows("user");
    if (!rows) return std::unexpected(std::move(rows.error()));
    auto read = each_row(*rows, [&](const io::Rows& row) {
        Account& out = users.emplace_back();
        if (const auto id = row.integer("id"); id && *id > 0) out.user.id = id;
        if (const auto bot = row.integer("bot")) out.user.is_bot = *bot != 0;
        if (const auto name = row.text("username"); name && !name->empty()) {
            out.user.usernames.emplace_back(*name);
        }
        out.home = int32_column(row, "dc");
    });
    if (!read) return std::unexpected(std::move(read.error()));
    if (users.empty()) users.emplace_back();
    return users;
}

Result<void> read_states(const AccountTables& own, Session& session, std::vector<Warning>& warnings) {
    if (!own.has_table("state")) return {};
    auto read =
        spare(first_row(own, "state",
                        [&](const io::Rows& row) { session.update_state = update_state_columns(row); }),
              "the rows of state", warnings);
    if (!read) return read;
    auto channels = read_channel_table(own, "channelstate", "id", warnings);
    if (!channels) return std::unexpected(std::move(channels.error()));
    session.channels = std::move(*channels);
    return {};
}

/// Several people and one key a DC: each has that of the own home DC, where nobody else lives there. The keys
/// of other DCs and the states may be anybody's.
Result<Bundle> read_several(std::vector<Account> users, const KnownDcs& known, Bundle bundle) {
    for (Account& user : users) {
        const auto key = std::ranges::find(known.keys, user.home.value_or(0), &KnownDc::dc);
        const bool shared = std::ranges::count(users, user.home, &Account::home) > 1;
        if (key == known.keys.end() || shared) {
            Error error{.code = ErrorCode::damaged,
                        .message = fmt::format("the file does not hold a key that is the user {}'s alone",
                                               user.user.id.value_or(0))};
            bundle.warnings.push_back({"account_lost", error.text()});
            bundle.lost.push_back(
                {.position = bundle.sessions.size() + bundle.lost.size(), .error = std::move(error)});
            continue;
        }
        Session& session = bundle.sessions.emplace_back(key->dc, key->key);
        session.endpoint = key->endpoint;
        session.user = std::move(user.user);
    }
    bundle.warnings.push_back(
        {"shared_rows_ignored",
         "several accounts share the file, which does not say whose the update states and "
         "the keys of further DCs are: none of them got any"});
    if (auto finished = finish_accounts(bundle); !finished)
        return std::unexpected(std::move(finished.error()));
    return bundle;
}

}  // namespace

bool is_v2_database(const Probe& probe) {
    const auto* db = probe.sqlite();
    if (!db || !db->has_column("version", "version") || !db->has_column("user", "dc")) return false;
    const bool address = db->has_column("datacenter", "ipv4_addr") || db->has_column("datacenter", "addr");
    return address && db->has_column("datacenter", "auth");
}

Result<Bundle> read_v2_database(const AccountTables& own, const Facts& facts) {
    Bundle bundle;
    auto version = read_version(own);
    if (!version) return std::unexpected(std::move(version.error()));
    bundle.variant = fmt::format("schema {}", *version);
    if (own.has_column("datacenter", "addr")) bundle.variant += " (before 2023-10-13)";
    if (*version > newest) {
        bundle.warnings.push_back(newer_version(fmt::format("schema {} of Telethon 2", *version), newest));
    }
    auto users = read_users(own);
    if (!users) return std::unexpected(std::move(users.error()));
    auto known = read_dc_table(own, dc_table, bundle.warnings);
    if (!known) return std::unexpected(std::move(known.error()));
    if (users->size() > 1) return read_several(std::move(*users), *known, std::move(bundle));
    auto session = home_session(std::move(*known), users->front().home, facts, bundle.warnings);
    if (!session) return std::unexpected(std::move(session.error()));
    session->user = std::move(users->front().user);
    if (auto read = read_states(own, *session, bundle.warnings); !read) return std::unexpected(read.error());
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

}  // namespace tgferry::formats::telethon
