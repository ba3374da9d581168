// What is said of peers that are damaged, or that nothing can name.
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <tgferry/result.hpp>

namespace tgferry::formats {

/// `list` is the table or member that they stand in.
[[nodiscard]] inline Warning peers_ignored(std::size_t count, std::string_view list) {
    return {"peers_ignored",
            fmt::format("{} peers of {} have no usable id and were passed over", count, list)};
}

}  // namespace tgferry::formats
