// The keys of further DCs, for formats that keep one a DC.
#pragma once

#include <string_view>
#include <tgferry/session.hpp>
#include <vector>

namespace tgferry::formats {

/// Each DC from 1 to `last_dc` once, without the home DC; the others are left out with a warning that names
/// `program`.
[[nodiscard]] std::vector<DcKey> storable_keys(const Session& session, std::int32_t last_dc,
                                               std::string_view program, std::vector<Warning>& warnings);

}  // namespace tgferry::formats
