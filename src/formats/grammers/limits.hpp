// The numbers that grammers can hold.
#pragma once

#include <cstdint>
#include <tgferry/result.hpp>
#include <tgferry/session.hpp>

namespace tgferry::formats::grammers {

/// Its PeerId panics where a user's id is larger, as soon as the session is asked who is logged in.
inline constexpr std::int64_t last_user_id = (std::int64_t{1} << 40) - 1;

/// Errors: missing_fact for a user id, invalid_argument for a date of the update state that does not fit.
[[nodiscard]] Result<void> check_limits(const Session& session);

}  // namespace tgferry::formats::grammers
