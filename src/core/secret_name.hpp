// What the secrets that open inputs are called, in options and in JSON.
#pragma once

#include <string_view>
#include <tgferry/result.hpp>

namespace tgferry::core {

/// Stable: "passcode", "tdlib-key" or "api-hash".
[[nodiscard]] constexpr std::string_view secret_name(SecretKind kind) noexcept {
    switch (kind) {
        case SecretKind::passcode: break;
        case SecretKind::tdlib_key: return "tdlib-key";
        case SecretKind::api_hash: return "api-hash";
    }
    return "passcode";
}

}  // namespace tgferry::core
