// Numbers that stand for "unknown": Pyrogram throws a session away whose columns are NULL, so converters fill
// them.
#pragma once

#include <cstdint>
#include <optional>
#include <tgferry/result.hpp>
#include <vector>

namespace tgferry::formats::pyrogram {

/// 0 is what several converters write, 9999 what TGConvertor writes. Nothing for these, with a warning.
[[nodiscard]] inline std::optional<std::int64_t> known_user_id(std::int64_t id,
                                                               std::vector<Warning>& warnings) {
    if (id > 0 && id != 9999) return id;
    warnings.push_back(
        {"user_id_placeholder", "the user id stands for \"unknown\"; --user-id N supplies the real one"});
    return std::nullopt;
}

/// 0 where it was unknown.
[[nodiscard]] inline std::optional<std::int32_t> known_api_id(std::int64_t id) noexcept {
    if (id <= 0 || id > INT32_MAX) return std::nullopt;
    return static_cast<std::int32_t>(id);
}

}  // namespace tgferry::formats::pyrogram
