#include "cli/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "cli/console.hpp"

namespace tgferry::cli {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Levenshtein's distance: the least number of letters put in, left out or changed.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t change = diagonal + (lower(a[i]) == lower(b[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string> candidates) {
    constexpr std::size_t longest = 64, slips = 3;
    if (word.size() > longest) return {};
    std::string_view best;
    std::size_t least = std::min(slips, word.size() / 2) + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t found = distance(word, candidate);
        if (found >= least) continue;
        least = found;
        best = candidate;
    }
    return best;
}

Error unknown_format(std::string_view id) {
    std::vector<std::string> ids;
    for (const FormatInfo* info : all_formats()) ids.emplace_back(info->id);
    const std::string_view meant = nearest(id, ids);
    return {
        .code = ErrorCode::invalid_argument,
        .message = fmt::format("there is no format \"{}\"", printable(id)),
        .hint = meant.empty() ? "see `tgferry formats` for the ids" : fmt::format("did you mean {}?", meant)};
}

Result<const FormatInfo*> target_format(std::string_view id) {
    const FormatInfo* info = find_format(id);
    if (!info) return std::unexpected(unknown_format(id));
    if (info->can_write) return info;
    return fail(ErrorCode::invalid_argument, fmt::format("{} is read, not written", info->id),
                "choose another format: `tgferry formats` marks with W what can be written");
}

}  // namespace tgferry::cli
