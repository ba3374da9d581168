#include "formats/common/session_rows.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/ranges.hpp"
#include "formats/common/accounts.hpp"
#include "formats/common/flags.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/common/spare.hpp"

namespace tgferry::formats {
namespace {

/// Nothing where the row holds no login: NULL, the empty blob, zeros.
Result<std::optional<AuthKey>> key_column(const io::Rows& row) {
    constexpr std::string_view column = "auth_key";
    if (row.is_null(column) || row.text(column) == "") return std::nullopt;
    const auto blob = row.blob(column);
    if (!blob) return fail(ErrorCode::damaged, "the auth key in the table sessions is no blob");
    if (blob->empty()) return std::nullopt;
    auto key = AuthKey::from(*blob);
    if (key) return std::move(*key);
    if (key.error().code == ErrorCode::not_logged_in) return std::nullopt;
    return std::unexpected(std::move(key.error()));
}

/// One account's rows.
struct Account {
    std::vector<io::Where> owner{};
    std::optional<std::string> label{};
    std::vector<Session> rows{};
    std::optional<Error> broken{};  ///< of a row whose key is none
};

/// Who a row belongs to: its values in the columns that say so.
class Owners {
  public:
    explicit Owners(const AccountTables& tables) : key_(tables.key_beside("sessions", "dc_id")) {
        std::erase_if(key_, [](const std::string& column) { return io::same_name(column, "auth_key"); });
        const auto is_name = [](const std::string& column) { return io::same_name(column, name); };
        if (tables.has_column("sessions", name) && std::ranges::none_of(key_, is_name)) name_beside_ = true;
    }

    /// The account of the current row, which is a new one where none before was the same.
    Account& account_of(const io::Rows& row) {
        std::vector<io::Cell> identity;
        std::vector<io::Where> owner;
        for (const std::string& column : key_) owner.push_back({column, row.cell(column)});
        if (name_beside_ && !row.text(name).value_or("").empty()) {
            owner.push_back({std::string(name), row.cell(name)});
        }
        for (std::size_t i = 0; i < key_.size(); ++i) identity.push_back(owner[i].value);
        std::vector<Warning> told_elsewhere;
        identity.push_back(std::int64_t{flag_column(row, "test_mode", told_elsewhere).value_or(false)});
        identity.push_back(person_of(row, owner));
        const auto [place, is_new] = places_.emplace(std::move(identity), accounts_.size());
        if (is_new) accounts_.emplace_back();
        Account& account = accounts_[place->second];
        if (owner.size() > account.owner.size()) account.owner = std::move(owner);  // a row may lack the name
        account.label = label_of(account.owner);
        return account;
    }

    [[nodiscard]] std::vector<Account> take() { return std::move(accounts_); }

  private:
    static constexpr std::string_view name = "session_id";

    /// The user where the row knows one, or else a name outside of the key: MTGo renames its rows.
    [[nodiscard]] io::Cell person_of(const io::Rows& row, const std::vector<io::Where>& owner) const {
        if (const auto user = row.integer("user_id"); user && *user != 0) return *user;
        return owner.size() > key_.size() ? owner.back().value : io::Cell();
    }

    std::vector<std::string> key_;
    bool name_beside_ = false;
    std::map<std::vector<io::Cell>, std::size_t> places_;
    std::vector<Account> accounts_;
};

Result<std::vector<Account>> read_rows(const AccountTables& tables, MakeSession make,
                                       std::vector<Warning>& warnings) {
    auto rows = tables.rows("sessions");
    if (!rows) return std::unexpected(std::move(rows.error()));
    Owners owners(tables);
    const auto read = each_row(*rows, [&](const io::Rows& row) {
        auto key = key_column(row);
        Account& account = owners.account_of(row);
        if (!key) {
            account.broken = std::move(key.error());
        } else if (*key) {
            account.rows.push_back(make(row, std::move(**key), warnings));
        }
    });
    if (!read) return std::unexpected(read.error());
    return owners.take();
}

/// A DC keeps one key of a login: two of them are two logins, and nothing says which other rows are whose.
/// The same key again is nothing new.
void split_logins(std::vector<Account>& accounts) {
    std::vector<Account> out;
    for (Account& account : accounts) {
        std::map<std::int32_t, std::size_t> of_dc;
        std::vector<Session> rows;
        bool several = false;
        for (Session& row : account.rows) {
            const auto [place, is_new] = of_dc.emplace(row.dc, rows.size());
            if (!is_new && rows[place->second].key == row.key) continue;
            several = several || !is_new;
            rows.push_back(std::move(row));
        }
        account.rows = std::move(rows);
        for (; several && account.rows.size() > 1; account.rows.erase(account.rows.begin())) {
            out.push_back({.label = account.label});  // no owner: the other tables are nobody's
            out.back().rows.push_back(std::move(account.rows.front()));
        }
        if (several) account.owner.clear();
        out.push_back(std::move(account));
    }
    accounts = std::move(out);
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
    for (Session& other : sessions) session.other_keys.push_back({other.dc, std::move(other.key)});
    return session;
}

bool is_login(const Account& account) {
    return !account.rows.empty() || account.broken.has_value();
}

/// What of the accounts becomes sessions, and what is lost.
class Taker {
  public:
    Taker(const SessionTable& table, const Facts& facts, Bundle& bundle)
        : table_(table), facts_(facts), bundle_(bundle) {}

    Result<void> take(const AccountTables& tables, Account account, bool shared) {
        if (account.rows.empty()) {
            leave_out(std::move(account));
            return {};
        }
        if (account.broken) {
            bundle_.warnings.push_back({"key_damaged", fmt::format("a row of the table sessions was passed "
                                                                   "over: {}",
                                                                   account.broken->message)});
        }
        Session session = take_home(std::move(account.rows), facts_, table_.before, bundle_.warnings);
        session.label = std::move(account.label);
        const AccountTables own = tables.of(std::move(account.owner), shared);
        if (table_.rest) {
            if (auto read = table_.rest(own, session, bundle_.warnings); !read) return read;
        }
        note_nobodys(tables, own);
        bundle_.sessions.push_back(std::move(session));
        return {};
    }

    void tell_nobodys() {
        if (nobodys_.empty()) return;
        bundle_.warnings.push_back(
            {"shared_rows_ignored",
             fmt::format("several accounts share the file, which does not say whose the "
                         "rows of {} are: none of them got any",
                         fmt::join(nobodys_, ", "))});
    }

  private:
    void leave_out(Account account) {
        const std::size_t position = bundle_.sessions.size() + bundle_.lost.size();
        if (account.broken) {
            bundle_.warnings.push_back({"account_lost", account.broken->text()});
            bundle_.lost.push_back({.position = position,
                                    .error = std::move(*account.broken),
                                    .label = std::move(account.label)});
        } else if (account.label) {
            bundle_.warnings.push_back(
                {"not_logged_in",
                 fmt::format("nobody is logged in with the row \"{}\", which was passed over",
                             *account.label)});
        }
    }

    void note_nobodys(const AccountTables& all, const AccountTables& own) {
        for (const std::string_view name : table_.other_tables) {
            if (!own.is_nobodys(name)) continue;
            auto rows = all.rows(name);
            if (rows && rows->next().value_or(false)) nobodys_.emplace(name);
        }
    }

    const SessionTable& table_;
    const Facts& facts_;
    Bundle& bundle_;
    std::set<std::string> nobodys_;
};

/// A name that somebody is logged in with is not said to be nobody's, whatever other rows it has.
void forget_empty_rows(std::vector<Account>& accounts) {
    std::set<std::optional<std::string>> names;
    for (const Account& account : accounts) {
        if (is_login(account)) names.insert(account.label);
    }
    std::erase_if(accounts, [&](const Account& account) {
        return !is_login(account) && names.contains(account.label);
    });
}

void read_state(const io::Rows& row, Session& session, std::size_t& ignored) {
    const auto id = row.integer(row.has("id") ? "id" : "entity_id");
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

Result<void> read_sessions(std::span<const AccountTables> all, const SessionTable& table, const Facts& facts,
                           Bundle& bundle) {
    std::vector<std::vector<Account>> found;
    std::size_t logins = 0;
    for (const AccountTables& tables : all) {
        auto accounts = read_rows(tables, table.make, bundle.warnings);
        if (!accounts) return std::unexpected(std::move(accounts.error()));
        split_logins(*accounts);
        forget_empty_rows(*accounts);
        logins += static_cast<std::size_t>(std::ranges::count_if(*accounts, is_login));
        found.push_back(std::move(*accounts));
    }
    Taker taker(table, facts, bundle);
    for (std::size_t i = 0; i < found.size(); ++i) {
        for (Account& account : found[i]) {
            auto taken = taker.take(all[i], std::move(account), logins > 1);
            if (!taken) return taken;
        }
    }
    taker.tell_nobodys();
    return finish_accounts(bundle);
}

std::optional<Endpoint> endpoint_columns(const io::Rows& row, std::vector<Warning>& warnings) {
    std::string_view host = row.text("server_address").value_or("");
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host.empty()) return std::nullopt;
    Endpoint endpoint{std::string(host)};
    const auto port = row.integer("port");
    if (port && core::is_port(*port)) {
        endpoint.port = static_cast<std::uint16_t>(*port);
    } else {
        warnings.push_back({"odd_port", "the file names no usable port; 443 was taken"});
    }
    return endpoint;
}

Result<void> read_update_state(const AccountTables& tables, Session& session,
                               std::vector<Warning>& warnings) {
    if (!tables.has_table("update_state")) return {};
    auto rows = tables.rows("update_state");
    if (!rows) return std::unexpected(std::move(rows.error()));
    std::size_t ignored = 0;
    auto read = spare(each_row(*rows, [&](const io::Rows& row) { read_state(row, session, ignored); }),
                      "the rows of update_state", warnings);
    if (!read) return read;
    if (ignored > 0) {
        warnings.push_back(
            {"update_rows_ignored",
             fmt::format("{} rows of update_state are no channel's and were passed over", ignored)});
    }
    return {};
}

}  // namespace tgferry::formats
