#include <array>
#include <tgferry/fields.hpp>

namespace tgferry {
namespace {

constexpr std::array<std::string_view, field_count> names = {
    "endpoint",   "media_endpoint", "test",       "other_keys",    "user_id",        "is_bot",
    "is_premium", "phone",          "name",       "username",      "usernames",      "api_id",
    "api_hash",   "device",         "languages",  "update_state",  "channel_pts",    "salts",
    "salt_dates", "peers",          "peer_kinds", "peer_username", "peer_usernames", "peer_phones",
    "peer_names", "peer_dates",     "takeout_id", "created",       "saved",          "extra",
};
static_assert(static_cast<std::size_t>(Field::extra) + 1 == field_count);

}  // namespace

std::string_view field_name(Field field) noexcept {
    return names[static_cast<std::size_t>(field)];
}

std::vector<Field> FieldSet::list() const {
    std::vector<Field> out;
    for (std::size_t i = 0; i < field_count; ++i) {
        const auto field = static_cast<Field>(i);
        if (has(field)) out.push_back(field);
    }
    return out;
}

}  // namespace tgferry
