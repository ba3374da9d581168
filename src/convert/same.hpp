// Whether what reads back is what was to be written.
#pragma once

#include <tgferry/session.hpp>

namespace tgferry::convert {

/// The home DC and its key and, as far as `carried` names them, the user id, the test flag and the other
/// keys. Of several keys of one DC a writer may keep the first only; a DC that accounts live on keeps one.
[[nodiscard]] bool same_login(const Session& back, const Session& wanted, FieldSet carried);

}  // namespace tgferry::convert
