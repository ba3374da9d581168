// What is left when the accounts of a source were read one by one.
#pragma once

#include <tgferry/session.hpp>

namespace tgferry::formats {

/// Of a file without any auth key.
[[nodiscard]] inline std::unexpected<Error> nobody_logged_in() {
    return fail(ErrorCode::not_logged_in, "the file holds no auth key: nobody is logged in with it",
                "log in with its library first, or use the file of an account that is logged in");
}

/// Accounts of a source that does not say which of them is in use. Errors: where nothing was read that of the
/// first lost account, or not_logged_in.
[[nodiscard]] inline Result<void> finish_accounts(Bundle& bundle) {
    bundle.active_known = bundle.sessions.size() + bundle.lost.size() <= 1;
    if (!bundle.sessions.empty()) return {};
    if (bundle.lost.empty()) return nobody_logged_in();
    return std::unexpected(std::move(bundle.lost.front().error));
}

}  // namespace tgferry::formats
