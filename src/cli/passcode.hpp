// A passcode that turns out to be needed is asked for, where there is somebody to ask.
#pragma once

#include <string>
#include <tgferry/tgferry.hpp>

namespace tgferry::cli {

/// Asks for the passcode of `label` on the terminal. Errors: cannot_read, interrupted.
[[nodiscard]] Result<Passcode> ask_passcode(const std::string& label);
/// Whether a person sits at both ends: nothing is asked in pipes and scripts.
[[nodiscard]] bool can_ask() noexcept;

/// Calls `work`, and once more with what the user typed if it says passcode_required.
template <class Work>
auto with_passcode(const std::string& label, ReadOptions options, Work work) -> decltype(work(options)) {
    auto done = work(options);
    if (done || done.error().code != ErrorCode::passcode_required || !can_ask()) return done;
    auto passcode = ask_passcode(label);
    if (!passcode) return std::unexpected(std::move(passcode.error()));
    options.passcode = std::move(*passcode);
    return work(options);
}

}  // namespace tgferry::cli
