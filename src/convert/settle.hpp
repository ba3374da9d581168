// What happens to a session right after it was read: the caller's facts, conclusions, and doubts.
#pragma once

#include <tgferry/convert.hpp>

namespace tgferry::convert {

/// Facts come from people. Errors: invalid_argument for texts that cannot be what they are said to be, and
/// for an unknown profile.
[[nodiscard]] Result<void> check_facts(const Facts& facts);

/// Every DC there is has a number from 1 to 255, and most layouts a byte for it. Errors: missing_fact.
[[nodiscard]] Result<void> check_dc(std::int32_t dc);

/// Concludes the DC and the test flag from the address where the format leaves them open, and warns where the
/// address and the DC id disagree. Errors: missing_fact when the DC stays unknown.
[[nodiscard]] Result<void> settle(Session& session, TestRule rule, const Facts& facts,
                                  std::vector<Warning>& warnings);

}  // namespace tgferry::convert
