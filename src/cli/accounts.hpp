// Which accounts of a source become which outputs.
#pragma once

#include <string>
#include <string_view>
#include <tgferry/tgferry.hpp>
#include <vector>

#include "cli/input_args.hpp"

namespace tgferry::cli {

/// One output to make: a bundle whose active session counts, unless the target holds several.
struct Job {
    std::string label;  ///< of its source
    std::string stem;   ///< of its name
    Bundle bundle;
    std::vector<std::string> labels{};  ///< of each session's source, where several sources were merged
};

/// What --account asks for.
struct Selection {
    std::vector<Job> jobs{};
    std::vector<Error> lost{};  ///< one for each account that was asked for and cannot be read
};

/// `asked` is what find_account() takes, "all", or empty: the active one, or all where the target holds
/// several. Errors: those of find_account() and unasked_account().
[[nodiscard]] Result<Selection> select_accounts(Bundle bundle, const NamedSource& source,
                                                const std::string& asked, bool target_holds_several);

/// One output for all of them.
void merge(std::vector<Job>& jobs);

/// Which input of a merged job is to blame for an error of writing: the first that cannot be written by
/// itself either, with its error. The job's own error where each of them can, or where nothing was merged.
[[nodiscard]] Error blame(Error error, const Job& job, std::string_view target, const WriteOptions& options);

}  // namespace tgferry::cli
