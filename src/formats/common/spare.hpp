// What a session can do without: peers, states, salts.
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <tgferry/result.hpp>
#include <vector>

namespace tgferry::formats {

/// Damage in such a part costs the part, what was read of it stays, and it is told; other errors pass.
[[nodiscard]] inline Result<void> spare(Result<void> read, std::string_view part,
                                        std::vector<Warning>& warnings) {
    if (read || read.error().code != ErrorCode::damaged) return read;
    warnings.push_back({"part_damaged", fmt::format("{} cannot be read to the end and were passed over: {}",
                                                    part, read.error().message)});
    return {};
}

}  // namespace tgferry::formats
