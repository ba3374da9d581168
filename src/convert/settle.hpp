// What happens to a session right after it was read: the caller's facts, conclusions, and doubts.
#pragma once

#include <tgferry/convert.hpp>

namespace tgferry::convert {

/// Facts come from people. Errors: invalid_argument for texts that cannot be what they are said to be, and
/// for an unknown profile.
[[nodiscard]] Result<void> check_facts(const Facts& facts);

/// Every DC there is has a number from 1 to 255, and most layouts a byte for it. Errors: missing_fact.
[[nodiscard]] Result<void> check_dc(std::int32_t dc);

/// What no session can have (core/ranges.hpp): its user's id, its API id, its addresses. Errors: `code`, with
/// the option that supplies the right one.
[[nodiscard]] Result<void> check_ranges(const Session& session, ErrorCode code);

/// Whether the DC table gives the address for the session's own DC: then it is no information of its own.
[[nodiscard]] bool is_listed(const Endpoint& endpoint, const Session& session);

/// Concludes the DC and the test flag from the address where the format leaves them open, and warns where the
/// address and the DC id disagree, or the DC table does not know the address. Errors: missing_fact when the
/// DC stays unknown, damaged for what check_ranges refuses.
[[nodiscard]] Result<void> settle(Session& session, TestRule rule, const Facts& facts,
                                  std::vector<Warning>& warnings);

}  // namespace tgferry::convert
