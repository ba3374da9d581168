// The loss report for people and for programs.
#pragma once

#include <string>
#include <tgferry/tgferry.hpp>

namespace tgferry::cli {

/// Warnings and notes on stderr, with counts ("peers (2)"): of the active session, or of all where the target
/// holds `several`.
void show_loss(const LossReport& loss, const Bundle& bundle, bool several);

/// The object of `convert --json`, one line without a newline.
[[nodiscard]] std::string loss_json(const LossReport& loss, const Bundle& from, const std::string& label,
                                    std::string_view to, const std::string& out);

}  // namespace tgferry::cli
