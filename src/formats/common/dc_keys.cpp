#include "formats/common/dc_keys.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/ranges.hpp"
#include "formats/common/accounts.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/common/session_rows.hpp"
#include "formats/common/spare.hpp"

namespace tgferry::formats {
namespace {

/// Nothing where the row holds no login: NULL, the empty blob, zeros.
Result<std::optional<AuthKey>> key_of(const io::Rows& row, const DcTable& table, std::int32_t dc) {
    if (row.is_null(table.key) || row.text(table.key) == "") return std::nullopt;
    const auto blob = row.blob(table.key);
    if (!blob)
        return fail(ErrorCode::damaged, fmt::format("{}: the key of DC {} is no blob", table.name, dc));
    if (blob->empty()) return std::nullopt;
    auto key = AuthKey::from(*blob);
    if (key) return std::move(*key);
    if (key.error().code == ErrorCode::not_logged_in) return std::nullopt;
    return fail(ErrorCode::damaged,
                fmt::format("{}: the key of DC {}: {}", table.name, dc, key.error().message));
}

std::string list_of(const std::vector<KnownDc>& known) {
    std::string out;
    for (const KnownDc& one : known) out += (out.empty() ? "" : ", ") + std::to_string(one.dc);
    return out;
}

/// The keys of DCs that the model cannot name.
void drop_impossible(std::vector<KnownDc>& known, std::vector<Warning>& warnings) {
    const auto dropped = std::erase_if(known, [](const KnownDc& one) { return !core::is_dc(one.dc); });
    if (dropped == 0) return;
    warnings.push_back(
        {"dcs_ignored",
         fmt::format("{} keys are of DCs that there are none of and were passed over", dropped)});
}

std::unexpected<Error> no_key_at_home(const KnownDcs& known, std::int32_t home) {
    for (const auto& [dc, error] : known.broken) {
        if (dc == home || dc == 0 || known.keys.empty()) return std::unexpected(error);
    }
    if (known.keys.empty()) {
        return nobody_logged_in();
    }
    return fail(
        ErrorCode::not_logged_in,
        fmt::format("the file has no key of its home DC {}, only of DC {}", home, list_of(known.keys)),
        "if the account lives on one of these, name it: --dc N");
}

/// One key a DC: a second one is another login's.
void take_others(KnownDcs known, Session& session, std::vector<Warning>& warnings) {
    for (KnownDc& other : known.keys) {
        const bool again =
            other.dc == session.dc ||
            std::ranges::find(session.other_keys, other.dc, &DcKey::dc) != session.other_keys.end();
        if (again) {
            warnings.push_back(
                {"key_skipped", fmt::format("a second key of DC {} was passed over", other.dc)});
        } else {
            session.other_keys.push_back({other.dc, std::move(other.key)});
        }
    }
    for (const auto& broken : known.broken) {
        warnings.push_back({"key_damaged", fmt::format("a key that is not the home DC's was passed over: {}",
                                                       broken.second.message)});
    }
}

}  // namespace

Result<KnownDcs> read_dc_table(const AccountTables& tables, const DcTable& table,
                               std::vector<Warning>& warnings) {
    auto rows = tables.rows(table.name);
    if (!rows) return std::unexpected(std::move(rows.error()));
    KnownDcs known;
    const auto read = each_row(*rows, [&](const io::Rows& row) {
        const std::int32_t dc = int32_column(row, table.id).value_or(0);
        auto key = key_of(row, table, dc);
        if (!key) {
            known.broken.emplace_back(dc, std::move(key.error()));
        } else if (*key) {
            known.keys.push_back({dc, std::move(**key), table.endpoint(row, warnings)});
        }
    });
    if (!read && read.error().code != ErrorCode::damaged) return std::unexpected(read.error());
    if (!read) known.broken.emplace_back(0, read.error());
    std::ranges::stable_sort(known.keys, {}, &KnownDc::dc);
    return known;
}

Result<Session> home_session(KnownDcs all, std::optional<std::int32_t> stated, const Facts& facts,
                             std::vector<Warning>& warnings, std::int32_t usual) {
    std::vector<KnownDc>& known = all.keys;
    drop_impossible(known, warnings);
    const auto of = [&](std::int32_t dc) { return std::ranges::find(known, dc, &KnownDc::dc); };
    auto home = facts.dc ? of(*facts.dc) : known.end();
    const bool named = stated || home != known.end();
    if (home == known.end()) home = of(stated.value_or(usual));
    if (home == known.end() && (stated || known.empty())) {
        return no_key_at_home(all, stated.value_or(usual));
    }
    if (home == known.end()) home = std::ranges::min_element(known, {}, &KnownDc::dc);
    if (!named) {
        warnings.push_back({"home_dc_assumed", fmt::format("the file does not name the home DC; DC {} was "
                                                           "taken (--dc N names another)",
                                                           home->dc)});
    }
    Session session{.dc = home->dc, .key = std::move(home->key), .endpoint = std::move(home->endpoint)};
    known.erase(home);
    take_others(std::move(all), session, warnings);
    return session;
}

/// What is written must follow from what can be read back.
Endpoint address_of_other(const Session& session, std::int32_t dc, IpVersion ip) {
    const auto home = session.endpoint ? guess_dc(session.endpoint->host) : std::nullopt;
    auto known = dc_endpoint(dc, home && home->test, ip);
    if (known) return std::move(*known);
    return {ip == IpVersion::v4 ? "0.0.0.0" : "::"};
}

Result<std::vector<ChannelState>> read_channel_table(const AccountTables& tables, std::string_view table,
                                                     std::string_view id, std::vector<Warning>& warnings) {
    std::vector<ChannelState> channels;
    if (!tables.has_table(table)) return channels;
    auto rows = tables.rows(table);
    if (!rows) return std::unexpected(std::move(rows.error()));
    std::size_t ignored = 0;
    const auto read = each_row(*rows, [&](const io::Rows& row) {
        const ChannelState channel{row.integer(id).value_or(0), int32_column(row, "pts").value_or(0)};
        if (mark(PeerKind::channel, channel.id) && channel.pts > 0) {
            channels.push_back(channel);
        } else {
            ++ignored;
        }
    });
    if (auto spared = spare(read, fmt::format("the rows of {}", table), warnings); !spared)
        return std::unexpected(std::move(spared.error()));
    if (ignored > 0) {
        warnings.push_back(
            {"update_rows_ignored",
             fmt::format("{} rows of {} are no channel's and were passed over", ignored, table)});
    }
    std::ranges::stable_sort(channels, {}, &ChannelState::id);
    return channels;
}

}  // namespace tgferry::formats
