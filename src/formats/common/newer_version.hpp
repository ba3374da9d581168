// What is said of a source whose version is above those that this program knows.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string_view>
#include <tgferry/result.hpp>

namespace tgferry::formats {

/// `what` names the version and whose it is.
[[nodiscard]] inline Warning newer_version(std::string_view what, std::int64_t newest) {
    return {"newer_version",
            fmt::format("{} is newer than this program knows, which is up to {}: it was read "
                        "as far as it is alike",
                        what, newest)};
}

}  // namespace tgferry::formats
