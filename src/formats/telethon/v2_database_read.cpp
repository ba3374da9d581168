#include "formats/common/dc_keys.hpp"
#include "formats/common/host_port.hpp"
#include "formats/common/session_rows.hpp"
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

struct Account {
    User user{};
    std::optional<std::int32_t> home{};
};

/// One row; its presence is what makes Telethon take the session for logged in.
Result<Account> read_user(const io::SqliteReader& db) {
    Account out;
    auto read = first_row(db, "user", [&](const io::Rows& row) {
        if (const auto id = row.integer("id"); id && *id > 0) out.user.id = id;
        if (const auto bot = row.integer("bot")) out.user.is_bot = *bot != 0;
        if (const auto name = row.text("username"); name && !name->empty()) {
            out.user.usernames.emplace_back(*name);
        }
        out.home = int32_column(row, "dc");
    });
    if (!read) return std::unexpected(std::move(read.error()));
    return out;
}

Result<void> read_states(const io::SqliteReader& db, Session& session, std::vector<Warning>& warnings) {
    if (!db.has_table("state")) return {};
    auto read = first_row(db, "state",
                          [&](const io::Rows& row) { session.update_state = update_state_columns(row); });
    if (!read) return read;
    auto channels = read_channel_table(db, "channelstate", "id", warnings);
    if (!channels) return std::unexpected(std::move(channels.error()));
    session.channels = std::move(*channels);
    return {};
}

}  // namespace

bool is_v2_database(const Probe& probe) {
    const auto* db = probe.sqlite();
    if (!db || !db->has_column("version", "version") || !db->has_column("user", "dc")) return false;
    const bool address = db->has_column("datacenter", "ipv4_addr") || db->has_column("datacenter", "addr");
    return address && db->has_column("datacenter", "auth");
}

Result<Bundle> read_v2_database(const io::SqliteReader& db, const Facts& facts) {
    Bundle bundle{.variant = "schema 10"};
    if (db.has_column("datacenter", "addr")) bundle.variant = "schema 10 (before 2023-10-13)";
    auto account = read_user(db);
    if (!account) return std::unexpected(std::move(account.error()));
    auto known = read_dc_table(db, dc_table, bundle.warnings);
    if (!known) return std::unexpected(std::move(known.error()));
    auto session = home_session(std::move(*known), account->home, facts, bundle.warnings);
    if (!session) return std::unexpected(std::move(session.error()));
    session->user = std::move(account->user);
    if (auto read = read_states(db, *session, bundle.warnings); !read) return std::unexpected(read.error());
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

}  // namespace tgferry::formats::telethon
