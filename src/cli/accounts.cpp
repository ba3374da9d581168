#include "cli/accounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/account_choice.hpp"
#include "cli/console.hpp"

namespace tgferry::cli {
namespace {

Bundle only(const Bundle& bundle, std::size_t index) {
    Bundle one{.format = bundle.format, .variant = bundle.variant, .warnings = bundle.warnings};
    one.sessions.push_back(bundle.sessions[index]);
    return one;
}

}  // namespace

Result<Selection> select_accounts(Bundle bundle, const NamedSource& source, const std::string& asked,
                                  bool target_holds_several) {
    Selection out;
    const bool all = asked == "all" || (asked.empty() && target_holds_several);
    if (!all) {
        const auto index = asked.empty() ? unasked_account(bundle) : find_account(bundle, asked);
        if (!index) return std::unexpected(index.error());
        if (asked.empty() && bundle.sessions.size() > 1) {
            warn(fmt::format(
                "{} holds {} accounts; only the active one is converted (--account all for the others)",
                printable(source.label), bundle.sessions.size()));
        }
        out.jobs.push_back({source.label, source.stem, only(bundle, *index)});
        return out;
    }
    // Another account would stand for the active one.
    if (asked.empty() && std::ranges::any_of(bundle.lost, &LostAccount::active)) {
        return std::unexpected(unasked_account(bundle).error());
    }
    std::ranges::transform(bundle.lost, std::back_inserter(out.lost), lost_account);
    if (target_holds_several) {
        out.jobs.push_back({source.label, source.stem, std::move(bundle)});
        return out;
    }
    const std::size_t count = bundle.sessions.size();
    for (std::size_t i = 0; i < count; ++i) {
        const std::string stem =
            count + bundle.lost.size() > 1
                ? fmt::format("{}-{}", source.stem, account_stem(bundle.sessions[i], bundle.position(i)))
                : source.stem;
        out.jobs.push_back({source.label, stem, only(bundle, i)});
    }
    return out;
}

void merge(std::vector<Job>& jobs) {
    Job& into = jobs.front();
    for (const Job& job : jobs) {
        into.labels.insert(into.labels.end(), job.bundle.sessions.size(), job.label);
    }
    for (std::size_t i = 1; i < jobs.size(); ++i) {
        into.label += ", " + jobs[i].label;
        std::ranges::move(jobs[i].bundle.sessions, std::back_inserter(into.bundle.sessions));
        std::ranges::move(jobs[i].bundle.warnings, std::back_inserter(into.bundle.warnings));
    }
    jobs.erase(jobs.begin() + 1, jobs.end());
}

Error blame(Error error, const Job& job, std::string_view target, const WriteOptions& options) {
    constexpr std::array of_one_input = {ErrorCode::missing_fact, ErrorCode::lossy,
                                         ErrorCode::invalid_argument};
    if (std::ranges::find(of_one_input, error.code) == of_one_input.end()) return error;
    for (std::size_t i = 0; i < job.labels.size(); ++i) {
        auto alone = write_to_memory(only(job.bundle, i), target, options);
        if (alone) continue;
        Error own = std::move(alone.error());
        if (own.file.empty()) own.file = job.labels[i];
        if (own.code == ErrorCode::missing_fact) {
            own.hint +=
                "; as it would count for every input, convert this one on its own first, for example "
                "with --to tgferry-json";
        }
        return own;
    }
    return error;
}

}  // namespace tgferry::cli
