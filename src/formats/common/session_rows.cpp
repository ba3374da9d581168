#include "formats/common/session_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formats/common/peer_rows.hpp"

namespace tgferry::formats {
namespace {

/// Nothing where the row holds no login: NULL, the empty blob, zeros.
Result<std::optional<AuthKey>> key_column(const io::Rows& row) {
    constexpr std::string_view column = "auth_key";
    if (row.is_null(column)) return std::nullopt;
    const auto blob = row.blob(column);
    if (!blob) return fail(ErrorCode::damaged, "the auth key in the table sessions is no blob");
    if (blob->empty()) return std::nullopt;
    auto key = AuthKey::from(*blob);
    if (key) return std::move(*key);
    if (key.error().code == ErrorCode::not_logged_in) return std::nullopt;
    return std::unexpected(std::move(key.error()));
}

Session take_home(std::vector<Session> sessions, const Facts& facts, RowOrder before,
                  std::vector<Warning>& warnings) {
    std::ranges::stable_sort(sessions, before);
    auto home = sessions.begin();
    if (facts.dc) {
        const auto named = std::ranges::find(sessions, *facts.dc, &Session::dc);
        if (named != sessions.end()) home = named;
    }
    Session session = std::move(*home);
    sessions.erase(home);
    if (sessions.empty()) return session;
    warnings.push_back(
        {"several_rows", fmt::format("the file holds the keys of {} DCs; DC {} was taken for the home "
                                     "DC (--dc N names another)",
                                     sessions.size() + 1, session.dc)});
    for (Session& other : sessions) {
        if (other.dc != session.dc) session.other_keys.push_back({other.dc, std::move(other.key)});
    }
    return session;
}

void read_state(const io::Rows& row, Session& session, std::size_t& ignored) {
    const auto id = row.integer("id");
    if (id == 0) {
        if (const auto state = update_state_columns(row)) session.update_state = state;
        return;
    }
    const std::int32_t pts = int32_column(row, "pts").value_or(0);
    // Telethon writes bare channel ids, Pyrogram's forks marked ones.
    const auto unmarked = unmark(id.value_or(0));
    if (!unmarked || unmarked->kind == PeerKind::group || pts <= 0) {
        ++ignored;
        return;
    }
    session.channels.push_back({unmarked->id, pts});
}

}  // namespace

std::optional<std::int32_t> int32_column(const io::Rows& row, std::string_view column) noexcept {
    const auto value = row.number(column);
    if (!value || *value < INT32_MIN || *value > INT32_MAX) return std::nullopt;
    return static_cast<std::int32_t>(*value);
}

std::optional<UpdateState> update_state_columns(const io::Rows& row) noexcept {
    const UpdateState state{int32_column(row, "pts").value_or(0), int32_column(row, "qts").value_or(0),
                            row.number("date").value_or(0), int32_column(row, "seq").value_or(0)};
    return state == UpdateState{} ? std::nullopt : std::optional(state);
}

bool lower_dc(const Session& a, const Session& b) noexcept {
    return a.dc < b.dc;
}

Result<Session> read_home_row(const io::SqliteReader& db, MakeSession make, const Facts& facts,
                              std::vector<Warning>& warnings, RowOrder before) {
    auto rows = db.rows("sessions");
    if (!rows) return std::unexpected(std::move(rows.error()));
    std::vector<Session> found;
    std::optional<Error> broken;
    const auto read = each_row(*rows, [&](const io::Rows& row) {
        auto key = key_column(row);
        if (!key) {
            broken = std::move(key.error());
        } else if (*key) {
            found.push_back(make(row, std::move(**key), warnings));
        }
    });
    if (!read) return std::unexpected(read.error());
    if (broken && !found.empty()) {
        warnings.push_back(
            {"key_damaged", fmt::format("a row of the table sessions was passed over: {}", broken->message)});
    }
    if (!found.empty()) return take_home(std::move(found), facts, before, warnings);
    if (broken) return std::unexpected(std::move(*broken));
    return fail(ErrorCode::not_logged_in, "the file holds no auth key: nobody is logged in with it",
                "log in with its library first, or use the file of an account that is logged in");
}

std::optional<Endpoint> endpoint_columns(const io::Rows& row, std::vector<Warning>& warnings) {
    std::string_view host = row.text("server_address").value_or("");
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host.empty()) return std::nullopt;
    Endpoint endpoint{std::string(host)};
    const auto port = row.integer("port");
    if (port && *port > 0 && *port <= UINT16_MAX) {
        endpoint.port = static_cast<std::uint16_t>(*port);
    } else {
        warnings.push_back({"odd_port", "the file names no usable port; 443 was taken"});
    }
    return endpoint;
}

Result<void> read_update_state(const io::SqliteReader& db, Session& session, std::vector<Warning>& warnings) {
    if (!db.has_table("update_state")) return {};
    auto rows = db.rows("update_state");
    if (!rows) return std::unexpected(std::move(rows.error()));
    std::size_t ignored = 0;
    const auto read = each_row(*rows, [&](const io::Rows& row) { read_state(row, session, ignored); });
    if (!read) return std::unexpected(read.error());
    if (ignored > 0) {
        warnings.push_back(
            {"update_rows_ignored",
             fmt::format("{} rows of update_state are no channel's and were passed over", ignored)});
    }
    return {};
}

}  // namespace tgferry::formats
