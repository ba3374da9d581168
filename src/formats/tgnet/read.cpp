#include "formats/tgnet/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ranges>
#include <tgferry/key_id.hpp>

#include "core/base64.hpp"
#include "core/cursor.hpp"
#include "core/ranges.hpp"
#include "formats/tgnet/config.hpp"
#include "formats/tgnet/places.hpp"
#include "formats/tgnet/user_record.hpp"

namespace tgferry::formats::tgnet {
namespace {

std::unexpected<Error> nobody(std::string message) {
    return fail(ErrorCode::not_logged_in, "tgnet: " + std::move(message),
                "log in with the application, then copy the file again");
}

/// Nothing where the DC has no key of a logged-in account.
Result<std::optional<AuthKey>> key_of(const Datacenter& dc, std::vector<Warning>& warnings) {
    if (dc.key.empty() || !dc.logged_in || dc.cdn) return std::nullopt;
    auto key = AuthKey::from(dc.key);
    if (!key) {
        key.error().message = fmt::format("tgnet: the key of DC {}: {}", dc.id, key.error().message);
        return std::unexpected(std::move(key.error()));
    }
    if (key_id(*key) != dc.key_id) {
        warnings.push_back({"key_id_mismatch", fmt::format("the key of DC {} has another id beside it than "
                                                           "its own",
                                                           dc.id)});
    }
    return std::optional(std::move(*key));
}

struct Account {
    Session session;
    std::string variant{};
};

/// The keys of the DCs that are not the home.
void take_others(Session& session, const Config& config, std::vector<Warning>& warnings) {
    std::map<std::int32_t, const Datacenter*> last_of;
    for (const Datacenter& dc : config.datacenters) last_of[dc.id] = &dc;
    for (const Datacenter& dc : config.datacenters) {
        if (dc.id == session.dc || last_of[dc.id] != &dc) continue;
        auto other = key_of(dc, warnings);
        if (!other) {
            warnings.push_back({"key_damaged", other.error().message + "; it was passed over"});
            continue;
        }
        if (!*other) continue;
        session.other_keys.push_back({dc.id, std::move(**other)});
        session.salts.insert(session.salts.end(), dc.salts.begin(), dc.salts.end());
    }
}

Result<Account> read_config(std::span<const std::uint8_t> file, std::vector<Warning>& warnings) {
    auto config = parse_config(file);
    if (!config) return std::unexpected(std::move(config.error()));
    // As in the application, the last record of a DC counts.
    const auto reversed = config->datacenters | std::views::reverse;
    const auto home = std::ranges::find(reversed, config->home, &Datacenter::id);
    if (home == reversed.end()) return nobody("the file holds no current DC");
    auto key = key_of(*home, warnings);
    if (!key) return std::unexpected(std::move(key.error()));
    if (!*key || !core::is_dc(home->id)) {
        return nobody(fmt::format("DC {}, the current one, has no key of a logged-in account", home->id));
    }
    Account account{.session = {.dc = home->id, .key = std::move(**key), .test = config->test},
                    .variant = fmt::format("version {}, DCs of version {}", config->version, home->version)};
    account.session.endpoint = home->endpoint;
    account.session.media_endpoint = home->media_endpoint;
    account.session.salts = home->salts;
    take_others(account.session, *config, warnings);
    return account;
}

/// Nothing where the preferences are not there or name nobody; what cannot be read is told.
std::optional<User> user_of(const std::optional<Preferences>& preferences, const Place& place,
                            std::vector<Warning>& warnings) {
    if (!preferences || preferences->user.empty()) return std::nullopt;
    const auto record = core::decode_base64(preferences->user);
    auto user = record ? parse_user(record->bytes.view())
                       : Result<User>(fail(ErrorCode::damaged, "tgnet: the record of the user is no base64"));
    if (user) return std::move(*user);
    warnings.push_back({"user_unreadable", fmt::format("{}: {}; the user is not known", place.preferences,
                                                       user.error().message)});
    return std::nullopt;
}

class Reader {
  public:
    explicit Reader(const io::Input& input) : input_(input), places_(places_in(input)) {}

    Result<Bundle> run() {
        for (const Place& place : places_) read_one(place);
        if (names_selected_ && !selected_seen_ && input_.is_folder()) {
            bundle_.active_known = bundle_.sessions.size() + bundle_.lost.size() <= 1;
        }
        if (!bundle_.sessions.empty()) return std::move(bundle_);
        if (!bundle_.lost.empty()) return std::unexpected(std::move(bundle_.lost.front().error));
        if (not_logged_in_) return std::unexpected(std::move(*not_logged_in_));
        return std::unexpected(Error{.code = ErrorCode::unrecognised,
                                     .message = "tgnet: there is no tgnet.dat",
                                     .file = input_.label(),
                                     .hint = "name the application's folder, which holds files/tgnet.dat"});
    }

  private:
    void read_one(const Place& place) {
        const auto bytes = preferences_at(input_, place);
        const auto preferences =
            bytes ? parse_preferences(core::as_text(bytes->view())) : std::optional<Preferences>();
        if (bytes && !preferences) {
            bundle_.warnings.push_back(
                {"user_unreadable", place.preferences + " is no file of preferences; the user is not known"});
        }
        if (preferences && preferences->selected && place.number == 0) {
            selected_ = *preferences->selected;
            names_selected_ = true;
        }
        const bool active = static_cast<std::int64_t>(place.number) == selected_;
        auto account = read_keys(place);
        if (!account) return leave_out(std::move(account.error()), place, active);
        if (auto user = user_of(preferences, place, bundle_.warnings))
            account->session.user = std::move(*user);
        if (places_.size() > 1) account->session.label = fmt::format("account{}", place.number);
        if (active) bundle_.active_index = bundle_.sessions.size();
        selected_seen_ = selected_seen_ || active;
        if (bundle_.variant.empty()) bundle_.variant = account->variant;
        bundle_.sessions.push_back(std::move(account->session));
    }

    Result<Account> read_keys(const Place& place) {
        if (place.file.empty()) return located(read_config(input_.bytes(), bundle_.warnings), place);
        // The application was ended while it wrote, and will take the file of before when it next starts.
        std::string file = place.file;
        if (input_.has_member(file + ".bak")) {
            file += ".bak";
            bundle_.warnings.push_back(
                {"unfinished_rewrite", fmt::format("{} was read, as the application would do", file)});
        }
        const auto bytes = input_.member(file);
        if (!bytes) return std::unexpected(bytes.error());
        return located(read_config(bytes->view(), bundle_.warnings), {place.number, file, {}});
    }

    Result<Account> located(Result<Account> account, const Place& place) const {
        if (account) return account;
        return pass_on(std::move(account.error()),
                       place.file.empty() ? input_.label() : input_.label() + "/" + place.file);
    }

    void leave_out(Error error, const Place& place, bool active) {
        if (error.code == ErrorCode::not_logged_in) {
            if (!not_logged_in_) not_logged_in_ = std::move(error);  // the application has empty slots
            return;
        }
        selected_seen_ = selected_seen_ || active;
        const std::size_t position = bundle_.sessions.size() + bundle_.lost.size();
        if (places_.size() > 1) {
            bundle_.warnings.push_back(
                {"account_lost", fmt::format("account{}: {}", place.number, error.text())});
        }
        bundle_.lost.push_back({position, std::move(error), active});
    }

    const io::Input& input_;
    std::vector<Place> places_;
    std::int64_t selected_ = 0;
    bool names_selected_ = false, selected_seen_ = false;
    Bundle bundle_{};
    std::optional<Error> not_logged_in_{};
};

}  // namespace

bool detect(const Probe& probe) {
    const io::Input& input = probe.input();
    if (!input.is_folder()) return looks_like_config(input.bytes());
    return std::ranges::any_of(places_in(input), [&](const Place& place) {
        const auto bytes = input.member(place.file);
        return bytes && looks_like_config(bytes->view());
    });
}

Result<Bundle> read(const Probe& probe, const ReadOptions&) {
    return Reader(probe.input()).run();
}

}  // namespace tgferry::formats::tgnet
