// Which format an input is, or what it looks most like.
#include <fmt/format.h>

#include "formats/format.hpp"

namespace tgferry::formats {
namespace {

std::string best_resemblance(const Probe& probe) {
    Resemblance best;
    for (const Format* format : registry()) {
        if (!format->resembles) continue;
        auto found = format->resembles(probe);
        if (found && found->score > best.score) best = std::move(*found);
    }
    return best.sentence;
}

/// What can be said of the input whatever the formats think.
std::string plain_facts(const Probe& probe) {
    const io::Input& input = probe.input();
    if (input.is_folder()) {
        const std::size_t count = input.members().size();
        return fmt::format("a folder of {} file{}", count, count == 1 ? "" : "s");
    }
    if (input.bytes().empty()) return "it is empty";
    if (const auto* db = probe.sqlite()) {
        return fmt::format("a SQLite database with the tables {}", fmt::join(db->tables(), ", "));
    }
    if (probe.json()) return "a JSON object";
    if (probe.json_error_at()) return "begins like a JSON object, and is none";
    if (const auto* behind = probe.base64_behind_1()) {
        return fmt::format("behind its leading 1 it decodes to {} bytes", behind->bytes.size());
    }
    if (const auto* decoded = probe.base64())
        return fmt::format("decodes to {} bytes", decoded->bytes.size());
    return fmt::format("{} bytes of {}", input.bytes().size(), probe.is_text() ? "text" : "binary data");
}

std::unexpected<Error> unrecognised(const Probe& probe) {
    if (probe.sqlite_error()) return pass_on(*probe.sqlite_error(), probe.input().label());
    const std::string looks = best_resemblance(probe);
    return std::unexpected(
        Error{.code = ErrorCode::unrecognised,
              .message = fmt::format("no known session format: {} (tried all {}, {} to {})",
                                     looks.empty() ? plain_facts(probe) : looks, registry().size(),
                                     registry().front()->info.id, registry().back()->info.id),
              .file = probe.input().label(),
              .offset = probe.json_error_at(),
              .hint = "see `tgferry help formats`; name the format with --from if you know it"});
}

}  // namespace

Result<const Format*> detect(const Probe& probe) {
    const Format* winner = nullptr;
    for (const Format* format : registry()) {
        if (!format->detect(probe)) continue;
        if (winner) {
            return std::unexpected(
                Error{.code = ErrorCode::unrecognised,
                      .message = fmt::format("fits both {} and {}", winner->info.id, format->info.id),
                      .file = probe.input().label(),
                      .hint = fmt::format("say which: --from {}", winner->info.id)});
        }
        winner = format;
    }
    if (!winner) return unrecognised(probe);
    return winner;
}

}  // namespace tgferry::formats
