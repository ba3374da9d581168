#include "formats/web/dump.hpp"

#include <algorithm>
#include <array>

#include "core/hex.hpp"
#include "formats/web/legacy.hpp"

namespace tgferry::formats::web {
namespace {

using core::Json;

constexpr std::size_t key_digits = 512, salt_digits = 16;

/// Whether a text is the JSON of an object or of a text once more, as exports encode it twice.
bool is_encoded_again(const Json& value) {
    const auto* text = value.get_ptr<const std::string*>();
    return text && (text->starts_with("{\"") || text->starts_with("\"{"));
}

/// Hexadecimal that happens to have the form of a number stays text.
core::WipedJson meaning_of(const Json& value, core::Budget& budget) {
    core::WipedJson meaning(value);
    for (int times = 0; times < 3; ++times) {
        if (!meaning.get().is_string() || (times > 0 && !is_encoded_again(meaning.get()))) break;
        const auto& text = meaning.get().get_ref<const std::string&>();
        const bool hex_size = text.size() == key_digits || text.size() == salt_digits;
        if (hex_size && core::decode_hex(text)) break;
        auto parsed = core::parse_json(text, budget);
        if (!parsed) break;
        meaning = std::move(*parsed);
    }
    return meaning;
}

bool is_of_interest(std::string_view name) {
    constexpr std::array<std::string_view, 8> plain = {
        user_auth,          home_dc,      fingerprint, current_account,
        number_of_accounts, "kz_version", "k_build",   "xt_instance"};
    const std::string_view bare = name.starts_with(test_prefix) ? name.substr(test_prefix.size()) : name;
    return place_of(name) || dc_of(bare, auth_key) || dc_of(bare, server_salt) || is_web_a_item(name) ||
           is_first_build_item(name) || std::ranges::find(plain, bare) != plain.end();
}

bool is_account(const Json& value) {
    return value.is_object() && (value.contains("dcId") || has_auth_key(value));
}

/// Web A asks whether the DC is there, and takes the older names where it is not.
bool is_in_use(const Json& fields) {
    const Json* dc = core::member(fields, "dcId");
    return dc && *dc != 0 && has_auth_key(fields);
}

/// Whether both have a key of the same DC, and not the same one.
bool have_other_keys(const Json& a, const Json& b) {
    for (const auto& [name, value] : a.items()) {
        if (!dc_of(name, auth_key)) continue;
        if (const Json* other = core::member(b, name); other && *other != value) return true;
    }
    return false;
}

/// Browsers list localStorage in an order of their own.
bool is_in_order(const std::vector<StoredAccount>& accounts) {
    int last[] = {0, 0};
    for (const StoredAccount& account : accounts) {
        int& before = last[account.place.test ? 1 : 0];
        if (account.place.slot <= before) return false;
        before = account.place.slot;
    }
    return true;
}

}  // namespace

bool is_nothing(const Json& value) noexcept {
    const auto* text = value.get_ptr<const std::string*>();
    return value.is_null() || (text && text->empty());
}

const Json* item(const Items& items, std::string_view name) {
    const auto found = items.find(name);
    return found == items.end() || found->second.get().is_null() ? nullptr : &found->second.get();
}

bool has_auth_key(const Json& fields) {
    for (const auto& [name, value] : fields.items()) {
        if (dc_of(name, auth_key) && !is_nothing(value)) return true;
    }
    return false;
}

Dump::Dump(const Json& json, core::Budget& budget) {
    if (!json.is_object()) return;
    for (const auto& [name, value] : json.items()) {
        if (!is_of_interest(name)) continue;
        auto meaning = meaning_of(value, budget);
        const auto place = place_of(name);
        if (place && is_account(meaning.get())) {
            accounts_.push_back({*place, name, std::move(meaning)});
        } else {
            items_.insert_or_assign(name, std::move(meaning));
        }
    }
    for (const bool test : {false, true}) take_legacy(test);
    if (accounts_.empty()) {
        if (auto first = account_of_first_builds(json, items_)) accounts_.push_back(std::move(*first));
    }
    if (!is_in_order(accounts_)) std::ranges::sort(accounts_, {}, &StoredAccount::place);
}

/// The older names stand for account 1 where that is not there, or not in use.
void Dump::take_legacy(bool test) {
    auto legacy = legacy_account(items_, test);
    if (!legacy) return;
    const auto first = std::ranges::find(accounts_, legacy->place, &StoredAccount::place);
    if (first == accounts_.end()) {
        accounts_.push_back(std::move(*legacy));
    } else if (!is_in_use(first->fields.get())) {
        *first = std::move(*legacy);
    } else if (have_other_keys(first->fields.get(), legacy->fields.get())) {
        other_legacy_key_ = true;
    }
}

std::optional<Place> Dump::current() const {
    for (const bool test : {false, true}) {
        const Json* number = item(items_, prefix_of(test) + std::string(current_account));
        if (number && number->is_number_integer() && *number >= 1 && *number <= last_slot) {
            return Place{.slot = number->get<int>(), .test = test};
        }
    }
    return std::nullopt;
}

bool Dump::is_locked() const {
    const Json* screen = item(items_, locked_screen);
    return item(items_, number_of_accounts) ||
           item(items_, prefix_of(true) + std::string(number_of_accounts)) || (screen && *screen == true);
}

}  // namespace tgferry::formats::web
