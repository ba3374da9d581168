#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/decimal.hpp"
#include "core/json.hpp"
#include "formats/common/newer_version.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/common/session_rows.hpp"
#include "formats/common/spare.hpp"
#include "formats/mtcute/access_hash.hpp"
#include "formats/mtcute/dc_option.hpp"
#include "formats/mtcute/storage.hpp"
#include "formats/mtcute/values.hpp"

namespace tgferry::formats::mtcute {
namespace {

constexpr std::string_view home_key = "dc_main";
constexpr std::string_view salts_prefix = "salts:";
constexpr std::string_view channel_prefix = "updates_channel:";

struct Migration {
    std::string_view repo;
    std::int64_t newest;
};
constexpr std::array<Migration, 3> known_migrations = {{{"auth_keys", 1}, {"kv", 1}, {"peers", 2}}};

/// The table key_value, by key.
using Values = std::map<std::string, SecretBytes, std::less<>>;

Result<Values> read_values(const AccountTables& own, std::vector<Warning>& warnings) {
    auto rows = own.rows("key_value");
    if (!rows) return std::unexpected(std::move(rows.error()));
    Values values;
    bool odd_home = false;
    auto read = each_row(*rows, [&](const io::Rows& row) {
        const auto key = row.text("key");
        const auto value = row.blob("value");
        if (key && value) values.emplace(*key, SecretBytes(*value));
        odd_home = odd_home || (key == home_key && !value);
    });
    if (!read && !values.contains(home_key)) return std::unexpected(std::move(read.error()));
    if (auto spared = spare(std::move(read), "the rows of key_value", warnings); !spared)
        return std::unexpected(std::move(spared.error()));
    if (odd_home) return fail(ErrorCode::damaged, "mtcute-sqlite: dc_main of the table key_value is no blob");
    return values;
}

Result<std::optional<DcOption>> read_dc(const Values& values, std::string_view key) {
    const auto found = values.find(key);
    if (found == values.end() || found->second.empty()) return std::nullopt;
    auto dc = read_basic_dc_option(found->second.view(), 0);
    if (dc) return std::move(*dc);
    dc.error().message += fmt::format(" ({} of the table key_value)", key);
    dc.error().offset.reset();  // it is the value's, not the file's
    return std::unexpected(std::move(dc.error()));
}

/// An empty value is what logging out leaves, beside a key that is nobody's any more.
Result<void> read_user(const Values& values, Session& session, std::vector<Warning>& warnings) {
    const auto found = values.find("current_user");
    if (found == values.end()) return {};
    if (found->second.empty()) {
        return fail(ErrorCode::not_logged_in, "mtcute-sqlite: the account has logged out of this storage",
                    "log in with mtcute first, or use the storage of an account that is logged in");
    }
    auto user = read_current_user(found->second.view());
    if (!user) {
        warnings.push_back(
            {"user_ignored",
             fmt::format("the row current_user is damaged and was passed over: {}", user.error().message)});
    } else if (*user) {
        session.user = std::move(**user);
    } else {
        warnings.push_back({"user_ignored", "the user is stored in a layout that is not known"});
    }
    return {};
}

/// mtcute has a state where all four are there.
void read_state(const Values& values, Session& session, std::vector<Warning>& warnings) {
    const auto number = [&](std::string_view key) {
        const auto found = values.find(key);
        return found == values.end() ? std::nullopt : read_i32(found->second.view());
    };
    const auto pts = number("updates_pts"), qts = number("updates_qts");
    const auto date = number("updates_date"), seq = number("updates_seq");
    if (!pts || !qts || !date || !seq) {
        if (values.contains("updates_pts")) {
            warnings.push_back({"state_ignored", "the update state is not whole and was passed over"});
        }
        return;
    }
    const UpdateState state{*pts, *qts, *date, *seq};
    if (state != UpdateState{}) session.update_state = state;
}

/// The number behind a prefix of a key that begins with it.
std::optional<std::int64_t> suffix_number(std::string_view key, std::string_view prefix) {
    return core::parse_decimal(key.substr(prefix.size()));
}

void read_channels(const Values& values, Session& session) {
    for (auto it = values.lower_bound(channel_prefix); it != values.end(); ++it) {
        if (!it->first.starts_with(channel_prefix)) break;
        const auto id = suffix_number(it->first, channel_prefix);
        const auto pts = read_i32(it->second.view());
        if (id && mark(PeerKind::channel, *id) && pts && *pts > 0) session.channels.push_back({*id, *pts});
    }
    std::ranges::sort(session.channels, {}, &ChannelState::id);
}

void read_all_salts(const Values& values, Session& session, std::vector<Warning>& warnings) {
    for (auto it = values.lower_bound(salts_prefix); it != values.end(); ++it) {
        if (!it->first.starts_with(salts_prefix)) break;
        const auto dc = suffix_number(it->first, salts_prefix);
        if (!dc || *dc < INT32_MIN || *dc > INT32_MAX) continue;
        const auto read = read_salts(it->second.view(), static_cast<std::int32_t>(*dc), session.salts);
        if (read) continue;
        warnings.push_back(
            {"salts_ignored", fmt::format("the salts of DC {} are damaged and were passed over: {}", *dc,
                                          read.error().message)});
    }
}

/// Nothing for a row without a usable id or access hash.
std::optional<Peer> peer_of(const io::Rows& row) {
    const auto id = unmark(row.integer("id").value_or(0));
    if (!id) return std::nullopt;
    Peer peer = bare_peer(id->id, id->kind);
    const auto hash = row.text("hash").value_or("");
    peer.access_hash = parse_halves(hash);
    if (!hash.empty() && !peer.access_hash) return std::nullopt;
    if (peer.access_hash == 0) peer.access_hash.reset();
    if (const auto names = core::parse_json(row.text("usernames").value_or(""));
        names && names->get().is_array()) {
        for (const core::Json& name : names->get()) {
            if (name.is_string() && !name.get_ref<const std::string&>().empty()) {
                peer.usernames.push_back(name.get<std::string>());
            }
        }
    }
    peer.phone = row.text_or_number("phone");
    if (peer.phone == "") peer.phone.reset();
    if (const auto updated = row.number("updated"); updated && *updated >= 1000)
        peer.updated = *updated / 1000;
    return peer;
}

/// A "min" peer's access hash serves only together with a message that it was seen in.
Result<void> read_peers(const AccountTables& own, Session& session, std::vector<Warning>& warnings) {
    if (!own.has_table("peers")) return {};
    auto rows = own.rows("peers");
    if (!rows) return std::unexpected(std::move(rows.error()));
    std::size_t ignored = 0;
    auto read = each_row(*rows, [&](const io::Rows& row) {
        const bool is_min = row.number("isMin").value_or(0) != 0;
        auto peer = is_min ? std::nullopt : peer_of(row);
        if (peer) {
            session.peers.push_back(std::move(*peer));
        } else {
            ++ignored;
        }
    });
    if (ignored > 0) {
        warnings.push_back(
            {"peers_ignored", fmt::format("{} rows of peers have no usable id, or an access hash "
                                          "of no use elsewhere, and were passed over",
                                          ignored)});
    }
    return spare(std::move(read), "the rows of peers", warnings);
}

/// A media DC that is none costs what is said about media, not the session.
std::optional<DcOption> read_media(const Values& values, std::vector<Warning>& warnings) {
    auto media = read_dc(values, "dc_media");
    if (media) return std::move(*media);
    warnings.push_back({"media_dc_ignored", "the media DC was passed over: " + media.error().message});
    return std::nullopt;
}

/// The versions of the tables, which mtcute counts for each part of its storage.
Result<void> tell_newer(const AccountTables& own, std::vector<Warning>& warnings) {
    if (!own.has_table("mtcute_migrations")) return {};
    auto rows = own.rows("mtcute_migrations");
    if (!rows) return std::unexpected(std::move(rows.error()));
    auto read = each_row(*rows, [&](const io::Rows& row) {
        const auto repo = row.text("repo").value_or("");
        const auto version = row.integer("version").value_or(0);
        const auto known = std::ranges::find(known_migrations, repo, &Migration::repo);
        if (known == known_migrations.end() || version <= known->newest) return;
        warnings.push_back(
            newer_version(fmt::format("version {} of mtcute's {}", version, repo), known->newest));
    });
    return spare(std::move(read), "the rows of mtcute_migrations", warnings);
}

}  // namespace

Result<Bundle> read_storage(const AccountTables& own, const Facts& facts) {
    Bundle bundle;
    if (auto told = tell_newer(own, bundle.warnings); !told) return std::unexpected(std::move(told.error()));
    const auto values = read_values(own, bundle.warnings);
    if (!values) return std::unexpected(values.error());
    auto main = read_dc(*values, home_key);
    if (!main) return std::unexpected(std::move(main.error()));
    auto media = read_media(*values, bundle.warnings);
    auto keys = read_keys(own, bundle.warnings);
    if (!keys) return std::unexpected(std::move(keys.error()));
    const auto home = *main ? std::optional((*main)->id) : std::nullopt;
    auto session = take_home(std::move(*keys), home, facts, bundle.warnings);
    if (!session) return std::unexpected(std::move(session.error()));
    bundle.variant = "key_value";
    if (*main) {
        bundle.variant += fmt::format(", DC option {}", (*main)->version);
        auto taken = take_dcs(**main, media, false, *session, bundle.warnings);
        if (!taken) return std::unexpected(std::move(taken.error()));
    }
    if (auto read = read_user(*values, *session, bundle.warnings); !read)
        return std::unexpected(std::move(read.error()));
    read_state(*values, *session, bundle.warnings);
    read_channels(*values, *session);
    read_all_salts(*values, *session, bundle.warnings);
    if (auto read = read_peers(own, *session, bundle.warnings); !read)
        return std::unexpected(std::move(read.error()));
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

}  // namespace tgferry::formats::mtcute
