#include "convert/same.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "convert/settle.hpp"

namespace tgferry::convert {
namespace {

bool same_other_keys(const Session& back, const Session& wanted) {
    std::multimap<std::int32_t, const AuthKey*> keys_wanted;
    for (const DcKey& key : wanted.other_keys) keys_wanted.emplace(key.dc, &key.key);
    std::set<std::int32_t> dcs_kept;
    for (const DcKey& key : back.other_keys) dcs_kept.insert(key.dc);
    const auto is_wanted = [&](const DcKey& key) {
        const auto [first, end] = keys_wanted.equal_range(key.dc);
        return std::any_of(first, end, [&](const auto& one) { return *one.second == key.key; });
    };
    const auto is_kept = [&](const DcKey& key) {
        return key.dc == wanted.dc || !check_dc(key.dc) || dcs_kept.contains(key.dc);
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
