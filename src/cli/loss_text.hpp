// The loss report for people and for programs.
#pragma once

#include <string>
#include <tgferry/tgferry.hpp>

namespace tgferry::cli {

/// Warnings and notes on stderr. `session` gives the counts ("peers (2)").
void show_loss(const LossReport& loss, const Session& session);

/// The object of `convert --json`, one line without a newline.
[[nodiscard]] std::string loss_json(const LossReport& loss, const Bundle& from, const std::string& label,
                                    std::string_view to, const std::string& out);

}  // namespace tgferry::cli
