// What a list of the input's own making holds more than once, found in the time of a sort.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace tgferry::core {

/// Removes all but the first of equal texts. The order stays.
inline void keep_first_of_each(std::vector<std::string>& list) {
    if (list.size() < 2) return;
    std::vector<std::size_t> order(list.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [&](std::size_t i) -> const std::string& { return list[i]; });
    std::vector<bool> repeated(list.size());
    for (std::size_t i = 1; i < order.size(); ++i) {
        repeated[order[i]] = list[order[i]] == list[order[i - 1]];
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (repeated[i]) continue;
        if (kept != i) list[kept] = std::move(list[i]);
        ++kept;
    }
    list.resize(kept);
}

}  // namespace tgferry::core
