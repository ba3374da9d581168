#include "formats/web/read.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formats/web/account.hpp"
#include "formats/web/dump.hpp"

namespace tgferry::formats::web {
namespace {

std::string_view id_of(Client client) {
    return client == Client::a ? "web-a" : "web-k";
}

std::unexpected<Error> no_account(const Dump& dump, Client client) {
    if (dump.is_locked()) {
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

/// The accounts as they are read one by one.
class BundleReader {
  public:
    BundleReader(const Dump& dump, Client client, const ReadOptions& options)
        : dump_(dump), client_(client), options_(options) {}

    Result<Bundle> run() {
        for (const StoredAccount& stored : dump_.accounts()) take(stored);
        if (bundle_.sessions.empty()) return nothing_read();
        bundle_.variant = variant_of(dump_.accounts());
        if (dump_.has_other_legacy_key()) {
            bundle_.warnings.push_back(
                {"legacy_differs",
                 "the older names (user_auth, dcN_auth_key) hold another key than account1; "
                 "account1 counts"});
        }
        return std::move(bundle_);
    }

  private:
    void take(const StoredAccount& stored) {
        auto session = read_account(stored, client_, options_.facts, bundle_.warnings);
        const bool current = dump_.current() == stored.place;
        const std::size_t position = bundle_.sessions.size() + bundle_.lost.size();
        if (session) {
            if (current) bundle_.active_index = bundle_.sessions.size();
            bundle_.sessions.push_back(std::move(*session));
        } else if (session.error().code == ErrorCode::not_logged_in) {
            bundle_.warnings.push_back({"not_logged_in", session.error().message + "; it was passed over"});
            nobody_ = std::move(session.error());
        } else {
            bundle_.warnings.push_back({"account_lost", session.error().message});
            bundle_.lost.push_back({position, std::move(session.error()), current});
        }
    }

    std::unexpected<Error> nothing_read() {
        Error error;
        if (!bundle_.lost.empty()) {
            error = bundle_.lost.front().error;
        } else if (nobody_ && !dump_.is_locked()) {
            error = std::move(*nobody_);
        } else {
            return no_account(dump_, client_);
        }
        error.message = fmt::format("{}: {}", id_of(client_), error.message);
        return std::unexpected(std::move(error));
    }

    const Dump& dump_;
    Client client_;
    const ReadOptions& options_;
    Bundle bundle_{};
    std::optional<Error> nobody_;
};

}  // namespace

Result<Bundle> read_dump(const Probe& probe, Client client, const ReadOptions& options) {
    const core::Json* json = probe.json();
    if (!json) {
        return std::unexpected(Error{.code = ErrorCode::damaged,
                                     .message = fmt::format("{}: not a JSON object", id_of(client)),
                                     .offset = probe.json_error_at(),
                                     .hint = "export again, and save all of it"});
    }
    const Dump dump(*json, probe.budget());
    return BundleReader(dump, client, options).run();
}

}  // namespace tgferry::formats::web
