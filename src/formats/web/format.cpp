// Telegram Web A and Web K: the localStorage of https://web.telegram.org as one JSON object,
// {"account1":"{\"dcId\":2,...}","user_auth":"...",...}. Both share that storage and most of its names, so
// all but the two rows of the registry serves both (names.hpp has the layout, owner.cpp tells them apart).
#include <algorithm>

#include "core/cursor.hpp"
#include "formats/common/local_storage.hpp"
#include "formats/web/dump.hpp"
#include "formats/web/read.hpp"
#include "formats/web/write.hpp"

namespace tgferry::formats {
namespace {

using web::Client;

constexpr FieldSet common_fields = {Field::test, Field::other_keys, Field::user_id, Field::created,
                                    Field::salts};

constexpr Carries carries_with(FieldSet more) {
    return {.fields = common_fields | more,
            .needs = {Field::user_id},
            .endpoint = EndpointRule::none,
            .test = TestRule::stored,
            .several = true,
            .last_key_dc = web::last_key_dc};
}

template <Client client>
bool detect(const Probe& probe) {
    return std::ranges::any_of(local_storages(probe), [&probe](const LocalStorage& storage) {
        return web::Dump(storage.items(), probe.budget()).owner() == client;
    });
}

template <Client client>
Result<Bundle> read(const Probe& probe, const ReadOptions& options) {
    return web::read_dump(probe, client, options);
}

template <Client client>
Result<Artifact> write(const ToWrite& what, const WriteOptions&) {
    return web::write_dump(what, client);
}

/// Cut short, no longer JSON, or taken from the screen. One of the two rows says so for both.
std::optional<Resemblance> resembles(const Probe& probe) {
    const std::string_view text = core::as_text(probe.input().bytes());
    const auto has = [text](std::string_view part) { return text.find(part) != std::string_view::npos; };
    if (probe.json() || probe.json_list() || (!has("_auth_key") && !has("account1"))) return std::nullopt;
    if (probe.json_error_at()) {
        return Resemblance{
            80, "begins like the localStorage of Telegram Web, and is no JSON object: cut short or changed"};
    }
    if (text.starts_with("'{") || text.starts_with("\"{")) {
        return Resemblance{80,
                           "the localStorage of Telegram Web in quotes, as a console shows it: copy it with "
                           "copy(), not from the screen"};
    }
    return std::nullopt;
}

constexpr std::string_view proof =
    "a second decoder, and the page's snippets in Chromium; the sites' own code was not run";

}  // namespace

extern const Format web_a;
constinit const Format web_a = {
    .info = {.id = "web-a",
             .library = "Telegram Web A",
             .shape = Shape::text,
             .extension = ".json",
             .carries = carries_with({Field::phone, Field::name, Field::is_premium}),
             .proof = proof,
             .summary = "localStorage of web.telegram.org/a, 1 to 6 accounts, as JSON"},
    .detect = detect<Client::a>,
    .read = read<Client::a>,
    .write = write<Client::a>,
    .resembles = resembles,
};

extern const Format web_k;
constinit const Format web_k = {
    .info = {.id = "web-k",
             .library = "Telegram Web K",
             .shape = Shape::text,
             .extension = ".json",
             .carries = carries_with({}),
             .proof = proof,
             .summary = "localStorage of web.telegram.org/k, 1 to 4 accounts, as JSON"},
    .detect = detect<Client::k>,
    .read = read<Client::k>,
    .write = write<Client::k>,
};

}  // namespace tgferry::formats
