#include <fmt/format.h>

#include "core/ip.hpp"
#include "formats/common/dc_keys.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/common/session_rows.hpp"
#include "formats/common/spare.hpp"
#include "formats/telethon/v2_database.hpp"

namespace tgferry::formats::telethon {
namespace {

std::optional<Endpoint> endpoint_of(const io::Rows& row, std::vector<Warning>& warnings) {
    const std::string_view host = row.text("ipv4").value_or("");
    const auto port = row.integer("port");
    const bool is_ip = core::parse_ipv4(host) || core::parse_ipv6(host);
    if (is_ip && port && *port > 0 && *port <= UINT16_MAX) {
        return Endpoint{std::string(host), static_cast<std::uint16_t>(*port)};
    }
    if (!host.empty()) warnings.push_back({"odd_address", "an address in the table datacenter is none"});
    return std::nullopt;
}

constexpr DcTable dc_table = {.name = "datacenter", .id = "id", .key = "auth", .endpoint = endpoint_of};

/// The one row of the table session: the account, its home DC and its update state. Migrated files have user
/// id 0.
struct Account {
    std::optional<std::int32_t> home{};
    User user{};
    std::optional<UpdateState> state{};
    std::optional<std::int64_t> takeout_id{};
};

Result<Account> read_account(const AccountTables& own) {
    Account out;
    auto read = first_row(own, "session", [&](const io::Rows& row) {
        out.home = int32_column(row, "dc_id");
        if (const auto id = row.integer("user_id"); id && *id > 0) {
            out.user.id = id;
            if (const auto bot = row.integer("bot")) out.user.is_bot = *bot != 0;
        }
        out.state = update_state_columns(row);
        out.takeout_id = row.integer("takeout_id");
    });
    if (!read) return std::unexpected(std::move(read.error()));
    return out;
}

/// ASCII letters.
std::optional<PeerKind> kind_of(std::int64_t type) {
    switch (type) {
        case 'U': return PeerKind::user;
        case 'B': return PeerKind::bot;
        case 'G': return PeerKind::group;
        case 'C': return PeerKind::channel;
        case 'M':
        case 'E': return PeerKind::supergroup;
        default: return std::nullopt;
    }
}

Result<std::vector<Peer>> read_peers(const AccountTables& own, std::vector<Warning>& warnings) {
    std::vector<Peer> peers;
    if (!own.has_table("entity")) return peers;
    auto rows = own.rows("entity");
    if (!rows) return std::unexpected(std::move(rows.error()));
    std::size_t ignored = 0;
    const auto read = each_row(*rows, [&](const io::Rows& row) {
        const std::int64_t id = row.integer("id").value_or(0);
        const auto kind = kind_of(row.integer("ty").value_or(0));
        if (!kind || !mark(*kind, id)) {
            ++ignored;
            return;
        }
        Peer& peer = peers.emplace_back(bare_peer(id, *kind));
        peer.access_hash = row.integer("hash");
        if (peer.access_hash == 0) peer.access_hash.reset();
    });
    if (auto spared = spare(read, "the rows of entity", warnings); !spared)
        return std::unexpected(std::move(spared.error()));
    if (ignored > 0) {
        warnings.push_back(
            {"peers_ignored",
             fmt::format("{} rows of entity have no usable id or type and were passed over", ignored)});
    }
    return peers;
}

}  // namespace

bool is_v2_draft(const Probe& probe) {
    const auto* db = probe.sqlite();
    return db && db->has_column("version", "version") && db->has_column("datacenter", "ipv4") &&
           db->has_column("datacenter", "auth") && db->has_column("session", "dc_id") &&
           db->has_column("entity", "ty");
}

Result<Bundle> read_v2_draft(const AccountTables& own, const Facts& facts) {
    Bundle bundle{.variant = "draft of 2021 (schema 8)"};
    auto account = read_account(own);
    if (!account) return std::unexpected(std::move(account.error()));
    auto known = read_dc_table(own, dc_table, bundle.warnings);
    if (!known) return std::unexpected(std::move(known.error()));
    auto session = home_session(std::move(*known), account->home, facts, bundle.warnings);
    if (!session) return std::unexpected(std::move(session.error()));
    session->user = std::move(account->user);
    session->update_state = account->state;
    session->takeout_id = account->takeout_id;
    auto channels = read_channel_table(own, "channel", "channel_id", bundle.warnings);
    if (!channels) return std::unexpected(std::move(channels.error()));
    session->channels = std::move(*channels);
    auto peers = read_peers(own, bundle.warnings);
    if (!peers) return std::unexpected(std::move(peers.error()));
    session->peers = std::move(*peers);
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

}  // namespace tgferry::formats::telethon
