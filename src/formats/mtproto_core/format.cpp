// mtproto-core: the storage of @mtproto/core, one JSON object of texts, in a file in Node.js and in a
// browser's localStorage. Read only: the package keeps nothing that tells whose the session is, and its users
// log in again.
//
//   defaultDcId   number, as text; 2 where absent
//   NauthKey      [256 numbers] as text, of DC N
//   NserverSalt   [8 numbers] as text, in the order of the wire
//   timeOffset    seconds, as text
#include <fmt/format.h>

#include "core/cursor.hpp"
#include "core/decimal.hpp"
#include "core/ranges.hpp"
#include "formats/common/byte_list.hpp"
#include "formats/common/dc_keys.hpp"
#include "formats/common/extended_json.hpp"
#include "formats/common/local_storage.hpp"
#include "formats/format.hpp"

namespace tgferry::formats {
namespace {

using core::Json;

constexpr std::string_view key_suffix = "authKey", salt_suffix = "serverSalt", home_name = "defaultDcId";

/// 2 of "2authKey". In browsers the application may put a prefix of its own before the names.
std::optional<std::int32_t> dc_of(std::string_view name, std::string_view suffix) {
    if (!name.ends_with(suffix)) return std::nullopt;
    name.remove_suffix(suffix.size());
    const std::size_t digits = name.find_last_not_of("0123456789") + 1;
    const auto dc = core::parse_decimal<std::int32_t>(name.substr(digits));
    return dc && core::is_dc(*dc) ? dc : std::nullopt;
}

/// What a text means as JSON; a value that is no text stands for itself.
core::WipedJson meaning_of(const Json& value) {
    if (const auto* text = value.get_ptr<const std::string*>()) {
        if (auto parsed = core::parse_json(*text)) return std::move(*parsed);
    }
    return core::WipedJson(value);
}

bool is_storage(const Json& items) {
    bool has_key = false, has_more = false;
    for (const auto& [name, value] : items.items()) {
        has_key = has_key || dc_of(name, key_suffix);
        has_more =
            has_more || name.ends_with(home_name) || dc_of(name, salt_suffix) || name.ends_with("timeOffset");
    }
    return has_key && has_more;
}

bool detect(const Probe& probe) {
    for (const LocalStorage& storage : local_storages(probe)) {
        if (is_storage(storage.items())) return true;
    }
    return false;
}

Result<std::optional<AuthKey>> key_of(const Json& value, std::string_view name) {
    const core::WipedJson meaning = meaning_of(value);
    if (meaning.get().is_null() || meaning.get() == "") return std::nullopt;
    const auto bytes = read_byte_list(meaning.get());
    if (!bytes) return fail(ErrorCode::damaged, fmt::format("mtproto-core: {} {}", name, bytes.error()));
    auto key = AuthKey::from(bytes->view());
    if (key) return std::move(*key);
    if (key.error().code == ErrorCode::not_logged_in) return std::nullopt;
    return fail(ErrorCode::damaged, fmt::format("mtproto-core: {}: {}", name, key.error().message));
}

struct Found {
    KnownDcs keys{};
    std::vector<Salt> salts{};
    std::optional<std::int32_t> home{};
};

Found read_items(const Json& items) {
    Found found;
    for (const auto& [name, value] : items.items()) {
        if (const auto dc = dc_of(name, key_suffix)) {
            auto key = key_of(value, name);
            if (!key) {
                found.keys.broken.emplace_back(*dc, std::move(key.error()));
            } else if (*key) {
                found.keys.keys.push_back({*dc, std::move(**key)});
            }
        } else if (const auto salt_dc = dc_of(name, salt_suffix)) {
            const core::WipedJson meaning = meaning_of(value);
            const auto bytes = read_byte_list(meaning.get());
            if (bytes && bytes->size() == sizeof(std::int64_t))
                found.salts.push_back({.dc = *salt_dc, .salt = core::Cursor(bytes->view()).i64_le("salt")});
        } else if (name.ends_with(home_name)) {
            const core::WipedJson meaning = meaning_of(value);
            const auto home = whole_number(meaning.get());
            if (home && core::is_dc(*home)) found.home = static_cast<std::int32_t>(*home);
        }
    }
    return found;
}

Result<Bundle> read(const Probe& probe, const ReadOptions& options) {
    for (const LocalStorage& storage : local_storages(probe)) {
        if (!is_storage(storage.items())) continue;
        Found found = read_items(storage.items());
        Bundle bundle{.variant = "storage"};
        auto session = home_session(std::move(found.keys), found.home, options.facts, bundle.warnings);
        if (!session) return std::unexpected(std::move(session.error()));
        session->salts = std::move(found.salts);
        bundle.sessions.push_back(std::move(*session));
        return bundle;
    }
    return fail(
        ErrorCode::damaged, "mtproto-core: no storage of @mtproto/core",
        "name the JSON file that its storageOptions name, or a JSON object of the site's localStorage");
}

}  // namespace

extern const Format mtproto_core;
constinit const Format mtproto_core = {
    .info = {.id = "mtproto-core",
             .library = "@mtproto/core",
             .shape = Shape::text,
             .can_write = false,
             .extension = ".json",
             .carries = {.fields = {Field::other_keys, Field::salts},
                         .endpoint = EndpointRule::none,
                         .test = TestRule::none},
             .proof = "a file that @mtproto/core's own storage wrote",
             .summary = "JSON storage of @mtproto/core, in Node.js and in browsers, read only"},
    .detect = detect,
    .read = read,
    .write = nullptr,
    .stands_in_text = false,
};

}  // namespace tgferry::formats
