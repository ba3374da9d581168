// Reading: find the format, let it read, settle what it left open.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <new>
#include <tgferry/api_profiles.hpp>
#include <tgferry/convert.hpp>

#include "convert/read.hpp"
#include "convert/ready.hpp"
#include "convert/settle.hpp"
#include "formats/below.hpp"
#include "formats/excerpt.hpp"
#include "io/input.hpp"
#include "io/place.hpp"

namespace tgferry {
namespace {

using formats::Format;

/// What reads the input, and what it reads of it: all of it, or a string that stands in it.
struct Choice {
    const Format* format = nullptr;
    std::optional<formats::Excerpt> excerpt{};
    [[nodiscard]] const formats::Probe& of(const formats::Probe& whole) const {
        return excerpt ? *excerpt->probe : whole;
    }
};

Result<Choice> choose_reader(const formats::Probe& probe, const std::string& id) {
    const Format* named = id.empty() ? nullptr : formats::find(id);
    if (!named && !id.empty()) return convert::no_such_format(id);
    if (named && (named->info.shape != Shape::text || named->detect(probe))) return Choice{named};
    const auto seen = named ? Result<const Format*>(named) : formats::detect(probe);
    if (!named && seen) return Choice{*seen};
    auto excerpt = formats::find_excerpt(probe, named);
    if (!excerpt) return std::unexpected(std::move(excerpt.error()));
    if (*excerpt) return Choice{(*excerpt)->format, std::move(*excerpt)};
    if (!seen) return std::unexpected(seen.error());
    return Choice{*seen};
}

/// Whether a .json beside a .session is a session of its own, and no sidecar.
bool stands_alone(const io::Input& json, const std::string& id) {
    const formats::Probe probe(json);
    if (id.empty()) return formats::detect(probe).has_value();
    const Format* format = formats::find(id);
    return format && (format->info.shape == Shape::text || format->detect(probe));
}

bool is_json_name(const std::filesystem::path& path) {
    const auto extension = path.extension();
    return extension == ".json" || extension == ".JSON" || extension == ".Json";
}

/// A .json that has a .session beside it would be opened as the sidecar of that: another session.
Result<std::optional<io::Input>> open_alone(const Source& source, const ReadOptions& options,
                                            core::Budget& budget) {
    const auto* path = std::get_if<std::filesystem::path>(&source.value());
    std::error_code ignored;
    if (!path || options.json_path || !is_json_name(*path) ||
        !std::filesystem::is_regular_file(*path, ignored)) {
        return std::nullopt;
    }
    auto bytes = io::read_file(*path, budget);
    if (!bytes) return std::unexpected(std::move(bytes.error()));
    auto json = io::Input::open(Source::bytes(std::move(*bytes)).named(path->string()), {}, &budget);
    if (!json || !stands_alone(*json, options.format)) return std::nullopt;
    return std::optional(std::move(*json));
}

/// The API hash opens some sources: that of the named application is tried where none was given.
Result<Bundle> read_with(const Format& format, const formats::Probe& probe, const ReadOptions& options) {
    const KnownApi* known = options.facts.api_profile.empty() ? nullptr : find_api(options.facts.api_profile);
    if (!known || options.facts.api_hash) return format.read(probe, options);
    ReadOptions guess = options;
    guess.facts.api_hash = std::string(known->hash);
    auto bundle = format.read(probe, guess);
    const bool another = !bundle && bundle.error().code == ErrorCode::passcode_wrong &&
                         bundle.error().secret == SecretKind::api_hash;
    return another ? format.read(probe, options) : std::move(bundle);
}

/// A folder that nobody is logged in to may hold another, which is meant: an unpacked archive in itself.
Error with_what_lies_below(Error error, const io::Input& input) {
    if (error.code != ErrorCode::not_logged_in || !input.is_folder()) return error;
    if (auto hint = formats::hint_below(input); !hint.empty()) error.hint = std::move(hint);
    return error;
}

/// What can be done about damage of which the reader knows no more: perhaps the format was named wrongly.
Error advised(Error error, const formats::Probe& probe, const std::string& named) {
    if (error.code != ErrorCode::damaged || !error.hint.empty()) return error;
    const Format* seen = named.empty() ? nullptr : formats::detect(probe).value_or(nullptr);
    error.hint = seen && seen->info.id != named
                     ? fmt::format("it looks like {}: leave --from away", seen->info.id)
                     : "copy it again, all of it and with its program closed, or take an earlier copy";
    return error;
}

Error no_sidecar(const Format& format, const std::string& label) {
    return {.code = ErrorCode::invalid_argument,
            .message = fmt::format("{} has no .json beside it, but one was named", format.info.id),
            .file = label,
            .hint = "leave out --json-path, which belongs to the .session of a pair"};
}

/// Detectors of other formats that say yes to what was named.
void doubt_name(const Format& named, const formats::Probe& probe, std::vector<Warning>& warnings) {
    for (const Format* other : formats::registry()) {
        if (convert::one_layout(other->info, named.info) || !other->detect(probe)) continue;
        warnings.push_back(
            {"other_format", fmt::format("the input is recognised as {}, and was read as {} as "
                                         "asked",
                                         other->info.id, named.info.id)});
    }
}

Result<void> settle_one(Session& session, const Format& format, const Facts& facts,
                        std::vector<Warning>& warnings) {
    apply_facts(session, facts, warnings);
    return convert::settle(session, format.info.carries.test, facts, warnings);
}

/// What makes no sense is lost; where nothing is left, that is the error.
Result<void> settle_all(Bundle& bundle, const Format& format, const Facts& facts) {
    const bool active_lost = std::ranges::any_of(bundle.lost, &LostAccount::active);
    std::vector<Session> kept;
    std::vector<LostAccount> lost;
    std::size_t active = 0;
    for (std::size_t i = 0; i < bundle.sessions.size(); ++i) {
        Session& session = bundle.sessions[i];
        auto settled = settle_one(session, format, facts, bundle.warnings);
        const bool is_active = i == bundle.active_index && !active_lost;
        if (settled) {
            if (is_active) active = kept.size();
            kept.push_back(std::move(session));
        } else {
            lost.push_back({bundle.position(i), std::move(settled.error()), is_active, session.label});
        }
    }
    if (kept.empty() && !lost.empty()) return std::unexpected(std::move(lost.front().error));
    bundle.sessions = std::move(kept);
    bundle.active_index = active;
    for (LostAccount& account : lost) {
        bundle.warnings.push_back({"account_lost", account.error.text()});
        bundle.lost.push_back(std::move(account));
    }
    std::ranges::sort(bundle.lost, {}, &LostAccount::position);
    return {};
}

}  // namespace

namespace convert {

Result<io::Input> open_input(const Source& source, const ReadOptions& options, core::Budget& budget) {
    auto alone = open_alone(source, options, budget);
    if (!alone) return std::unexpected(std::move(alone.error()));
    if (*alone) return std::move(**alone);
    return io::Input::open(source, options.json_path, &budget);
}

bool one_layout(const FormatInfo& a, const FormatInfo& b) {
    return a.id == b.id || a.detected_as == b.id || b.detected_as == a.id;
}

Result<Bundle> read_as(const Format& format, const formats::Probe& probe, const ReadOptions& options) {
    auto bundle = read_with(format, probe, options);
    if (!bundle) return bundle;
    bundle->format = format.info.id;
    auto settled = settle_all(*bundle, format, options.facts);
    if (!settled) return std::unexpected(std::move(settled.error()));
    return bundle;
}

}  // namespace convert

namespace {

Result<Bundle> read_within(core::Budget& budget, const Source& source, const ReadOptions& options) {
    const Facts& facts = options.facts;
    if (auto sensible = convert::check_facts(facts); !sensible) {
        return std::unexpected(std::move(sensible.error()));
    }
    const auto input = convert::open_input(source, options, budget);
    if (!input) return std::unexpected(input.error());
    const formats::Probe whole(*input);
    const auto choice = choose_reader(whole, options.format);
    if (!choice) return std::unexpected(choice.error());
    const Format& format = *choice->format;
    const formats::Probe& probe = choice->of(whole);
    auto bundle = convert::read_as(format, probe, options);
    if (!bundle) {
        Error error = with_what_lies_below(std::move(bundle.error()), *input);
        return pass_on(advised(std::move(error), probe, options.format), input->label());
    }
    if (options.json_path && format.info.shape != Shape::pair) {
        return std::unexpected(no_sidecar(format, input->label()));
    }
    if (!options.format.empty()) doubt_name(format, probe, bundle->warnings);
    return bundle;
}

/// What errors call the source.
std::string label_of(const Source& source) {
    const auto* path = std::get_if<std::filesystem::path>(&source.value());
    return path ? path->string() : source.name();
}

}  // namespace

namespace {

/// What Telegram for Android keeps beside its keys is read as well, above a file or folder of its.
void add_preferences(const std::filesystem::path& path, std::vector<std::filesystem::path>& files) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    const fs::path full = fs::absolute(path, ignored).lexically_normal();
    fs::path at = full.has_filename() ? full.parent_path() : full.parent_path().parent_path();
    const fs::path beside = at;
    for (int up = 0; up < 3; ++up, at = at.parent_path()) {
        if (auto folder = at / "shared_prefs"; fs::is_directory(folder, ignored)) {
            files.push_back(std::move(folder));
        }
    }
    for (const char* name : {"userconfing.xml", "userconfig1.xml", "userconfig2.xml", "userconfig3.xml"}) {
        if (auto own = beside / name; fs::is_regular_file(own, ignored)) files.push_back(std::move(own));
    }
}

}  // namespace

std::vector<std::filesystem::path> files_of(const Source& source, const ReadOptions& options) {
    const auto* path = std::get_if<std::filesystem::path>(&source.value());
    if (!path) return {};
    const io::Place place = io::place_of(*path);
    if (place.main != *path && !place.sidecar.empty()) {  // perhaps the sidecar was named, or another session
        core::Budget budget({.max_cost = options.max_cost, .interrupt = options.interrupt});
        const auto alone = open_alone(source, options, budget);
        if (alone && *alone) return {*path};
    }
    std::vector<std::filesystem::path> files = {place.main};
    std::ranges::move(io::beside_database(place.main), std::back_inserter(files));
    if (options.json_path) {
        files.push_back(*options.json_path);
    } else if (!place.sidecar.empty()) {
        files.push_back(place.sidecar);
    }
    add_preferences(*path, files);
    return files;
}

/// Whatever a reader made of an input that it could not look at to the end does not count.
Result<Bundle> read(const Source& source, const ReadOptions& options) {
    core::Budget budget({.max_cost = options.max_cost, .interrupt = options.interrupt});
    try {
        auto bundle = read_within(budget, source, options);
        if (auto stop = budget.why_stopped()) return pass_on(std::move(*stop), label_of(source));
        return bundle;
    } catch (const std::bad_alloc&) {
        return pass_on(core::out_of_memory(), label_of(source));
    }
}

}  // namespace tgferry
