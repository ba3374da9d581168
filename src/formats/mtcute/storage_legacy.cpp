// @mtcute/sqlite of 2021 to 2024, its versions 2 to 5: version 3 has one DC where later ones have two.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/decimal.hpp"
#include "core/json.hpp"
#include "core/ranges.hpp"
#include "formats/common/js_integer.hpp"
#include "formats/common/newer_version.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/common/session_rows.hpp"
#include "formats/common/spare.hpp"
#include "formats/common/text_address.hpp"
#include "formats/mtcute/access_hash.hpp"
#include "formats/mtcute/dc_option.hpp"
#include "formats/mtcute/storage.hpp"

namespace tgferry::formats::mtcute {
namespace {

using core::Json;

constexpr std::int64_t oldest = 2;
constexpr std::int64_t newest = 5;
constexpr std::string_view salts_prefix = "futureSalts:";

/// The table kv; values that are no JSON are left out.
using Values = std::map<std::string, core::WipedJson, std::less<>>;

Result<Values> read_values(const AccountTables& own) {
    auto rows = own.rows("kv");
    if (!rows) return std::unexpected(std::move(rows.error()));
    Values values;
    const auto read = each_row(*rows, [&](const io::Rows& row) {
        const auto key = row.text("key");
        auto value = core::parse_json(row.text("value").value_or(""));
        if (key && value) values.emplace(*key, std::move(*value));
    });
    if (!read) return std::unexpected(read.error());
    return values;
}

const Json* value_of(const Values& values, std::string_view key) {
    const auto found = values.find(key);
    return found == values.end() || found->second.get().is_null() ? nullptr : &found->second.get();
}

/// A whole number, which JavaScript's drivers may have stored as 5.0.
std::optional<std::int64_t> whole(const Json* value) {
    if (!value || !value->is_number()) return std::nullopt;
    const double number = value->get<double>();
    if (!(number >= 0 && number <= static_cast<double>(max_js_integer))) return std::nullopt;
    return static_cast<std::int64_t>(number);
}

std::optional<std::int32_t> whole32(const Json* value) {
    const auto number = whole(value);
    return number && *number <= INT32_MAX ? std::optional(static_cast<std::int32_t>(*number)) : std::nullopt;
}

Result<std::optional<DcOption>> read_dc(const Json* json) {
    if (!json) return std::nullopt;
    const auto id = whole32(core::member(*json, "id"));
    const auto port = whole32(core::member(*json, "port"));
    auto host = core::text_member(*json, "ipAddress");
    if (!id || !port || !core::is_port(*port) || !host || !is_address_text(*host)) {
        return fail(ErrorCode::damaged, "mtcute-sqlite: def_dc of the table kv is no data centre");
    }
    DcOption dc;
    dc.id = *id;
    dc.endpoint = {std::move(*host), static_cast<std::uint16_t>(*port)};
    return dc;
}

/// Before version 4 def_dc is the one DC itself. A media DC that is the main one over again is none.
Result<void> read_dcs(const Values& values, std::optional<DcOption>& main, std::optional<DcOption>& media,
                      std::vector<Warning>& warnings) {
    const Json* json = value_of(values, "def_dc");
    if (!json) return {};
    const Json* first = core::member(*json, "main");
    auto read = read_dc(first ? first : json);
    if (!read) return std::unexpected(std::move(read.error()));
    main = std::move(*read);
    auto second = read_dc(core::member(*json, "media"));
    if (second) {
        media = std::move(*second);
    } else {
        warnings.push_back({"media_dc_ignored", "the media DC was passed over: it is no data centre"});
    }
    if (main && media && main->id == media->id && main->endpoint == media->endpoint) media.reset();
    return {};
}

void read_user(const Values& values, Session& session) {
    const Json* self = value_of(values, "self");
    const auto id = self ? whole(core::member(*self, "userId")) : std::nullopt;
    if (!id || !core::is_user_id(*id)) return;
    session.user.id = id;
    session.user.is_bot = core::bool_member(*self, "isBot");
}

/// mtcute itself takes 0 for what is missing beside pts.
void read_state(const Values& values, Session& session) {
    const auto number = [&](std::string_view key) { return whole32(value_of(values, key)).value_or(0); };
    const UpdateState state{number("pts"), number("qts"), number("date"), number("seq")};
    if (state.pts != 0) session.update_state = state;
}

/// "LOW|HIGH,SINCE,UNTIL"
std::optional<Salt> parse_salt(std::string_view text, std::int32_t dc) {
    const std::size_t first = text.find(','), second = text.find(',', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
    const auto salt = parse_halves(text.substr(0, first));
    const auto since = core::parse_decimal<std::int32_t>(text.substr(first + 1, second - first - 1));
    const auto until = core::parse_decimal<std::int32_t>(text.substr(second + 1));
    if (!salt || !since || *since < 0 || !until || *until < 0) return std::nullopt;
    return Salt{dc, *since, *until, *salt};
}

void read_salts(const Values& values, Session& session) {
    for (auto it = values.lower_bound(salts_prefix); it != values.end(); ++it) {
        if (!it->first.starts_with(salts_prefix)) break;
        const auto dc =
            core::parse_decimal<std::int32_t>(std::string_view(it->first).substr(salts_prefix.size()));
        if (!dc || !it->second.get().is_array()) continue;
        for (const Json& item : it->second.get()) {
            if (!item.is_string()) continue;
            if (const auto salt = parse_salt(item.get_ref<const std::string&>(), *dc)) {
                session.salts.push_back(*salt);
            }
        }
    }
}

Result<void> read_channels(const AccountTables& own, Session& session, std::vector<Warning>& warnings) {
    if (!own.has_table("pts")) return {};
    auto rows = own.rows("pts");
    if (!rows) return std::unexpected(std::move(rows.error()));
    auto read = each_row(*rows, [&](const io::Rows& row) {
        const std::int64_t id = row.integer("channel_id").value_or(0);
        const auto pts = int32_column(row, "pts");
        if (mark(PeerKind::channel, id) && pts && *pts > 0) session.channels.push_back({id, *pts});
    });
    std::ranges::stable_sort(session.channels, {}, &ChannelState::id);
    return spare(std::move(read), "the rows of pts", warnings);
}

Result<void> read_entities(const AccountTables& own, Session& session, std::vector<Warning>& warnings) {
    if (!own.has_table("entities")) return {};
    auto rows = own.rows("entities");
    if (!rows) return std::unexpected(std::move(rows.error()));
    std::size_t ignored = 0;
    auto read = each_row(*rows, [&](const io::Rows& row) {
        const auto id = unmark(row.integer("id").value_or(0));
        const auto hash = row.text("hash").value_or("");
        const auto access_hash = parse_halves(hash);
        if (!id || (!hash.empty() && !access_hash)) {
            ++ignored;
            return;
        }
        Peer peer = bare_peer(id->id, id->kind);
        peer.access_hash = access_hash;
        if (peer.access_hash == 0) peer.access_hash.reset();
        if (const auto name = row.text("username"); name && !name->empty())
            peer.usernames.emplace_back(*name);
        peer.phone = row.text_or_number("phone");
        if (peer.phone == "") peer.phone.reset();
        const auto updated = row.number("updated");
        if (updated && *updated >= 1000) peer.updated = *updated / 1000;
        session.peers.push_back(std::move(peer));
    });
    if (ignored > 0) {
        warnings.push_back(
            {"peers_ignored", fmt::format("{} rows of entities have no usable id or access hash and "
                                          "were passed over",
                                          ignored)});
    }
    return spare(std::move(read), "the rows of entities", warnings);
}

}  // namespace

Result<Bundle> read_legacy_storage(const AccountTables& own, const Facts& facts) {
    Bundle bundle;
    const auto values = read_values(own);
    if (!values) return std::unexpected(values.error());
    const std::int64_t version = whole(value_of(*values, "ver")).value_or(0);
    bundle.variant = fmt::format("legacy {}", version);
    if (version > newest) {
        bundle.warnings.push_back(
            newer_version(fmt::format("version {} of @mtcute/sqlite", version), newest));
    } else if (version < oldest) {
        bundle.warnings.push_back({"schema_unknown", fmt::format("version {} of the table kv, where {} to {} "
                                                                 "are known",
                                                                 version, oldest, newest)});
    }
    std::optional<DcOption> main, media;
    if (auto read = read_dcs(*values, main, media, bundle.warnings); !read)
        return std::unexpected(std::move(read.error()));
    auto keys = read_keys(own, bundle.warnings);
    if (!keys) return std::unexpected(std::move(keys.error()));
    const auto home = main ? std::optional(main->id) : std::nullopt;
    auto session = take_home(std::move(*keys), home, facts, bundle.warnings);
    if (!session) return std::unexpected(std::move(session.error()));
    if (main) {
        auto taken = take_dcs(*main, media, false, *session, bundle.warnings);
        if (!taken) return std::unexpected(std::move(taken.error()));
    }
    read_user(*values, *session);
    read_state(*values, *session);
    read_salts(*values, *session);
    if (auto read = read_channels(own, *session, bundle.warnings); !read)
        return std::unexpected(std::move(read.error()));
    if (auto read = read_entities(own, *session, bundle.warnings); !read)
        return std::unexpected(std::move(read.error()));
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

}  // namespace tgferry::formats::mtcute
