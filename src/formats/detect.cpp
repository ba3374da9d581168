// Which format an input is, or what it looks most like.
#include <fmt/format.h>

#include "formats/below.hpp"
#include "formats/foreign/foreign.hpp"
#include "formats/format.hpp"

namespace tgferry::formats {
namespace {

Resemblance best_resemblance(const Probe& probe) {
    Resemblance best;
    for (const Format* format : registry()) {
        if (!format->resembles) continue;
        auto found = format->resembles(probe);
        if (found && found->score > best.score) best = std::move(*found);
    }
    return best;
}

/// What can be said of the input whatever the formats think.
std::string plain_facts(const Probe& probe) {
    const io::Input& input = probe.input();
    if (input.is_folder()) {
        const std::size_t files = input.members().size(), folders = input.sub_folders().size();
        return fmt::format("a folder of {} file{} and {} folder{}, in which none lies", files,
                           files == 1 ? "" : "s", folders, folders == 1 ? "" : "s");
    }
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

std::unexpected<Error> not_but(const Probe& probe, foreign::Foreign what) {
    return std::unexpected(Error{.code = ErrorCode::unrecognised,
                                 .message = "not a session but " + what.what,
                                 .file = probe.input().label(),
                                 .hint = std::move(what.hint)});
}

/// A guess at bytes without a pattern comes before a resemblance that says no more than that.
constexpr int more_than_a_guess = 30;

std::unexpected<Error> unrecognised(const Probe& probe) {
    if (probe.input().is_folder()) {
        if (auto below = told_below(probe.input())) return std::unexpected(std::move(*below));
    }
    if (auto named = foreign::named(probe)) return not_but(probe, std::move(*named));
    if (probe.sqlite_error()) return pass_on(*probe.sqlite_error(), probe.input().label());
    const Resemblance looks = best_resemblance(probe);
    if (looks.score < more_than_a_guess) {
        if (auto guess = foreign::guessed(probe)) return not_but(probe, std::move(*guess));
    }
    return std::unexpected(Error{
        .code = ErrorCode::unrecognised,
        .message = fmt::format("no known session format: {} (tried all {}, {} to {})",
                               looks.score == 0 ? plain_facts(probe) : looks.sentence, registry().size(),
                               registry().front()->info.id, registry().back()->info.id),
        .file = probe.input().label(),
        .offset = probe.json_error_at(),
        .hint = "see `tgferry help formats`; name the format with --from if you know it"});
}

}  // namespace

Recognised recognised(const Probe& probe) {
    Recognised out;
    for (const Format* format : registry()) {
        if (!format->detect(probe)) continue;
        if (out.first) {
            out.second = format;
            break;
        }
        out.first = format;
    }
    return out;
}

Result<const Format*> detect(const Probe& probe) {
    const auto [winner, other] = recognised(probe);
    if (!winner) return unrecognised(probe);
    if (!other) return winner;
    return std::unexpected(
        Error{.code = ErrorCode::unrecognised,
              .message = fmt::format("fits both {} and {}", winner->info.id, other->info.id),
              .file = probe.input().label(),
              .hint = fmt::format("say which: --from {}", winner->info.id)});
}

}  // namespace tgferry::formats
