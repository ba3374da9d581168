// A secret that turns out to be needed is asked for, where there is somebody to ask.
#pragma once

#include <string>
#include <tgferry/tgferry.hpp>

namespace tgferry::cli {

/// Asks on the terminal for what opens `label`. Errors: cannot_read, interrupted.
[[nodiscard]] Result<SecretText> ask_secret(SecretKind kind, const std::string& label);
/// Whether a person sits at both ends: nothing is asked in pipes and scripts.
[[nodiscard]] bool can_ask() noexcept;
/// "give the passcode to see more: --passcode-file, -fd or -env".
[[nodiscard]] std::string how_to_open(SecretKind kind);
/// Puts a secret in its place among the options.
void put_secret(SecretKind kind, SecretText secret, ReadOptions& options);

/// Calls `work`, and once more with what the user typed if it says passcode_required.
template <class Work>
auto with_secret(const std::string& label, ReadOptions options, Work work) -> decltype(work(options)) {
    auto done = work(options);
    if (done || done.error().code != ErrorCode::passcode_required || !can_ask()) return done;
    const SecretKind kind = done.error().secret;
    auto secret = ask_secret(kind, label);
    if (!secret) return std::unexpected(std::move(secret.error()));
    put_secret(kind, std::move(*secret), options);
    return work(options);
}

}  // namespace tgferry::cli
