#include "formats/web/read.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formats/common/local_storage.hpp"
#include "formats/web/account.hpp"
#include "formats/web/dump.hpp"

namespace tgferry::formats::web {
namespace {

std::string_view id_of(Client client) {
    return client == Client::a ? "web-a" : "web-k";
}

std::unexpected<Error> no_account(bool locked, Client client) {
    if (locked) {
        return fail(
            ErrorCode::unsupported_version,
            fmt::format("{}: a passcode locks the client: its keys are encrypted, and not in localStorage",
                        id_of(client)),
            "turn the passcode off in the client (Settings, Privacy and Security), then export again");
    }
    return fail(
        ErrorCode::not_logged_in, fmt::format("{}: the dump holds no auth key", id_of(client)),
        "log in on the site, then export again; with a passcode the keys are elsewhere: turn it off first "
        "(Settings, Privacy and Security)");
}

std::string variant_of(const std::vector<StoredAccount>& accounts) {
    const auto is_account = [](const StoredAccount& account) { return place_of(account.where).has_value(); };
    return std::ranges::any_of(accounts, is_account) ? "accounts" : "one account, older names";
}

/// The accounts as they are read one by one, of all storages.
class BundleReader {
  public:
    BundleReader(Client client, const ReadOptions& options) : client_(client), options_(options) {}

    void take(const Dump& dump) {
        names_current_ = names_current_ || dump.current().has_value();
        for (const StoredAccount& stored : dump.accounts()) take(stored, dump.current() == stored.place);
        if (bundle_.variant.empty()) bundle_.variant = variant_of(dump.accounts());
        locked_ = locked_ || dump.is_locked();
        if (!dump.has_other_legacy_key()) return;
        bundle_.warnings.push_back(
            {"legacy_differs",
             "the older names (user_auth, dcN_auth_key) hold another key than account1; "
             "account1 counts"});
    }

    Result<Bundle> finish() && {
        settle_nameless();
        if (bundle_.sessions.empty()) return nothing_read();
        if (names_current_ && !current_seen_) {
            bundle_.active_known = bundle_.sessions.size() + bundle_.lost.size() <= 1;
        }
        return std::move(bundle_);
    }

  private:
    /// Web K makes a key before anybody logs in, so a key without a user counts where it is all there is, and
    /// is told.
    struct Nameless {
        Session session;
        std::string where;
    };

    void settle_nameless() {
        const bool alone = bundle_.sessions.empty() && bundle_.lost.empty();
        for (Nameless& one : nameless_) {
            if (!alone) {
                bundle_.warnings.push_back(
                    {"not_logged_in",
                     one.where + " has a key, and nobody is logged in with it; it was passed over"});
                continue;
            }
            bundle_.warnings.push_back(
                {"no_user", (place_of(one.where) ? one.where : "what stands under the older names") +
                                " has a key and names no user: perhaps nobody is logged in with it"});
            bundle_.sessions.push_back(std::move(one.session));
        }
    }

    void take(const StoredAccount& stored, bool current) {
        auto session = read_account(stored, options_.facts, bundle_.warnings);
        const std::size_t position = bundle_.sessions.size() + bundle_.lost.size();
        if (session && client_ == Client::k && !session->user.id && !options_.facts.user_id) {
            nameless_.push_back({std::move(*session), stored.where});
        } else if (session) {
            if (current) bundle_.active_index = bundle_.sessions.size();
            current_seen_ = current_seen_ || current;
            bundle_.sessions.push_back(std::move(*session));
        } else if (session.error().code == ErrorCode::not_logged_in) {
            bundle_.warnings.push_back({"not_logged_in", session.error().message + "; it was passed over"});
            nobody_ = std::move(session.error());
        } else {
            bundle_.warnings.push_back({"account_lost", session.error().message});
            current_seen_ = current_seen_ || current;
            bundle_.lost.push_back({position, std::move(session.error()), current});
        }
    }

    std::unexpected<Error> nothing_read() {
        Error error;
        if (!bundle_.lost.empty()) {
            error = bundle_.lost.front().error;
        } else if (nobody_ && !locked_) {
            error = std::move(*nobody_);
        } else {
            return no_account(locked_, client_);
        }
        error.message = fmt::format("{}: {}", id_of(client_), error.message);
        return std::unexpected(std::move(error));
    }

    Client client_;
    const ReadOptions& options_;
    Bundle bundle_{};
    std::optional<Error> nobody_;
    std::vector<Nameless> nameless_;
    bool locked_ = false;
    bool names_current_ = false, current_seen_ = false;
};

}  // namespace

Result<Bundle> read_dump(const Probe& probe, Client client, const ReadOptions& options) {
    const auto storages = local_storages(probe);
    if (storages.empty()) {
        return std::unexpected(Error{.code = ErrorCode::damaged,
                                     .message = fmt::format("{}: no localStorage", id_of(client)),
                                     .offset = probe.json_error_at(),
                                     .hint = "export again, and save all of it"});
    }
    BundleReader reader(client, options);
    for (const LocalStorage& storage : storages) {
        const Dump dump(storage.items(), probe.budget());
        if (storages.size() == 1 || dump.owner()) reader.take(dump);
    }
    return std::move(reader).finish();
}

}  // namespace tgferry::formats::web
