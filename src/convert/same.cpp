#include "convert/same.hpp"

#include <algorithm>

#include "convert/settle.hpp"

namespace tgferry::convert {
namespace {

bool same_other_keys(const Session& back, const Session& wanted) {
    const auto is_wanted = [&](const DcKey& key) {
        return std::ranges::find(wanted.other_keys, key) != wanted.other_keys.end();
    };
    const auto is_kept = [&](const DcKey& key) {
        return key.dc == wanted.dc || !check_dc(key.dc) ||
               std::ranges::find(back.other_keys, key.dc, &DcKey::dc) != back.other_keys.end();
    };
    return std::ranges::all_of(back.other_keys, is_wanted) && std::ranges::all_of(wanted.other_keys, is_kept);
}

}  // namespace

bool same_login(const Session& back, const Session& wanted, FieldSet carried) {
    if (back.dc != wanted.dc || !(back.key == wanted.key)) return false;
    if (carried.has(Field::user_id) && back.user.id != wanted.user.id) return false;
    if (carried.has(Field::test) && back.test != wanted.test) return false;
    return !carried.has(Field::other_keys) || same_other_keys(back, wanted);
}

}  // namespace tgferry::convert
