// Telegram for Android keeps its keys in tgnet.dat, not encrypted. Read only: the application wants its own
// user record beside the file, and asks for a login without it.
#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <tgferry/key_id.hpp>

#include "core/ranges.hpp"
#include "formats/format.hpp"
#include "formats/tgnet/config.hpp"

namespace tgferry::formats {
namespace {

using tgnet::Datacenter;

bool detect(const Probe& probe) {
    return !probe.input().is_folder() && tgnet::looks_like_config(probe.input().bytes());
}

std::unexpected<Error> nobody(const Probe& probe, std::string message) {
    return std::unexpected(Error{.code = ErrorCode::not_logged_in,
                                 .message = "tgnet: " + std::move(message),
                                 .file = probe.input().label(),
                                 .hint = "log in with the application, then copy the file again"});
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

Result<Bundle> read(const Probe& probe, const ReadOptions&) {
    auto config = tgnet::parse_config(probe.input().bytes());
    if (!config) return pass_on(std::move(config.error()), probe.input().label());
    // As in the application, the last record of a DC counts.
    const auto reversed = config->datacenters | std::views::reverse;
    const auto home = std::ranges::find(reversed, config->home, &Datacenter::id);
    if (home == reversed.end()) return nobody(probe, "the file holds no current DC");
    Bundle bundle{.variant = fmt::format("version {}, DCs of version {}", config->version, home->version)};
    auto key = key_of(*home, bundle.warnings);
    if (!key) return pass_on(std::move(key.error()), probe.input().label());
    if (!*key || !core::is_dc(home->id)) {
        return nobody(probe,
                      fmt::format("DC {}, the current one, has no key of a logged-in account", home->id));
    }
    Session session{.dc = home->id, .key = std::move(**key), .test = config->test};
    session.endpoint = home->endpoint;
    session.media_endpoint = home->media_endpoint;
    session.salts = home->salts;
    for (const Datacenter& dc : config->datacenters) {
        if (dc.id == home->id) continue;
        std::erase_if(session.other_keys, [&](const DcKey& known) { return known.dc == dc.id; });
        std::erase_if(session.salts, [&](const Salt& known) { return known.dc == dc.id; });
        auto other = key_of(dc, bundle.warnings);
        if (!other) {
            bundle.warnings.push_back({"key_damaged", other.error().message + "; it was passed over"});
            continue;
        }
        if (!*other) continue;
        session.other_keys.push_back({dc.id, std::move(**other)});
        session.salts.insert(session.salts.end(), dc.salts.begin(), dc.salts.end());
    }
    bundle.sessions.push_back(std::move(session));
    return bundle;
}

std::optional<Resemblance> resembles(const Probe& probe) {
    if (probe.input().is_folder()) {
        if (!probe.input().has_member("tgnet.dat")) return std::nullopt;
        return Resemblance{90, "a folder of Telegram for Android: name the file tgnet.dat in it"};
    }
    if (!tgnet::looks_cut_short(probe.input().bytes())) return std::nullopt;
    return Resemblance{90, "begins like tgnet.dat of Telegram for Android, and is cut short: copy it again"};
}

}  // namespace

extern const Format tgnet_file;
constinit const Format tgnet_file = {
    .info = {.id = "tgnet",
             .library = "Telegram for Android",
             .shape = Shape::file,
             .can_write = false,
             .extension = ".dat",
             .carries = {.fields = {Field::endpoint, Field::media_endpoint, Field::test, Field::other_keys,
                                    Field::salts, Field::salt_dates},
                         .endpoint = EndpointRule::ip_literal,
                         .test = TestRule::stored},
             .proof = "files of a second writer made from the application's source; not the application",
             .summary = "tgnet.dat of Telegram for Android and its forks, read only"},
    .detect = detect,
    .read = read,
    .write = nullptr,
    .resembles = resembles,
};

}  // namespace tgferry::formats
