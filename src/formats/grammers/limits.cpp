#include "formats/grammers/limits.hpp"

#include <fmt/format.h>

namespace tgferry::formats::grammers {

Result<void> check_limits(const Session& session) {
    const std::int64_t user = session.user.id.value_or(0);
    if (user < 1 || user > last_user_id) {
        return fail(ErrorCode::missing_fact,
                    fmt::format("the user id {} is none: grammers would give up on the session", user),
                    "supply the right one: --user-id N");
    }
    const std::int64_t date = session.update_state ? session.update_state->date : 0;
    if (date >= INT32_MIN && date <= INT32_MAX) return {};
    return fail(ErrorCode::invalid_argument,
                fmt::format("grammers cannot hold the date {} of the update state", date));
}

}  // namespace tgferry::formats::grammers
