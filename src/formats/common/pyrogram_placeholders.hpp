// Numbers that stand for "unknown": Pyrogram throws a session away whose columns are NULL, so converters fill
// them.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <tgferry/result.hpp>
#include <tgferry/session.hpp>
#include <vector>

#include "core/ranges.hpp"

namespace tgferry::formats::pyrogram {

inline constexpr std::int64_t placeholder_user_id = 9999;  ///< what TGConvertor writes

/// Nobody can be told from a placeholder afterwards. Errors: missing_fact.
[[nodiscard]] inline Result<void> check_user_id(const User& user, std::string_view format) {
    if (user.id != placeholder_user_id) return {};
    return fail(ErrorCode::missing_fact,
                fmt::format("{} cannot hold the user id {}: converters write it for \"unknown\"", format,
                            placeholder_user_id),
                "supply the right one: --user-id N");
}

/// 0 is what several converters write, 9999 what one does. Nothing for these, with a warning.
[[nodiscard]] inline std::optional<std::int64_t> known_user_id(std::int64_t id,
                                                               std::vector<Warning>& warnings) {
    if (core::is_user_id(id) && id != placeholder_user_id) return id;
    warnings.push_back(
        {"user_id_placeholder", "the user id stands for \"unknown\"; --user-id N supplies the real one"});
    return std::nullopt;
}

/// 0 where it was unknown.
[[nodiscard]] inline std::optional<std::int32_t> known_api_id(std::int64_t id) noexcept {
    if (!core::is_api_id(id)) return std::nullopt;
    return static_cast<std::int32_t>(id);
}

}  // namespace tgferry::formats::pyrogram
