// Reading: find the format, let it read, settle what it left open.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <new>
#include <tgferry/api_profiles.hpp>
#include <tgferry/convert.hpp>

#include "convert/ready.hpp"
#include "convert/settle.hpp"
#include "formats/below.hpp"
#include "io/input.hpp"
#include "io/place.hpp"

namespace tgferry {
namespace {

using formats::Format;

Result<const Format*> choose_reader(const formats::Probe& probe, const std::string& id) {
    if (id.empty()) return formats::detect(probe);
    const Format* format = formats::find(id);
    if (!format) return convert::no_such_format(id);
    return format;
}

/// Whether a .json beside a .session is a session of its own, and no sidecar.
bool stands_alone(const io::Input& json, const std::string& id) {
    const formats::Probe probe(json);
    if (id.empty()) return formats::detect(probe).has_value();
    const Format* format = formats::find(id);
    return format && (format->info.shape == Shape::text || format->detect(probe));
}

/// A .json that has a .session beside it would be opened as the sidecar of that: another session.
Result<std::optional<io::Input>> open_alone(const Source& source, const ReadOptions& options,
                                            core::Budget& budget) {
    const auto* path = std::get_if<std::filesystem::path>(&source.value());
    std::error_code ignored;
    if (!path || options.json_path || path->extension() != ".json" ||
        !std::filesystem::is_regular_file(*path, ignored)) {
        return std::nullopt;
    }
    auto bytes = io::read_file(*path, budget);
    if (!bytes) return std::unexpected(std::move(bytes.error()));
    auto json = io::Input::open(Source::bytes(std::move(*bytes)).named(path->string()), {}, &budget);
    if (!json || !stands_alone(*json, options.format)) return std::nullopt;
    return std::optional(std::move(*json));
}

Result<io::Input> open_input(const Source& source, const ReadOptions& options, core::Budget& budget) {
    auto alone = open_alone(source, options, budget);
    if (!alone) return std::unexpected(std::move(alone.error()));
    if (*alone) return std::move(**alone);
    return io::Input::open(source, options.json_path, &budget);
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

Result<Bundle> read_within(core::Budget& budget, const Source& source, const ReadOptions& options) {
    const Facts& facts = options.facts;
    if (auto sensible = convert::check_facts(facts); !sensible) {
        return std::unexpected(std::move(sensible.error()));
    }
    const auto input = open_input(source, options, budget);
    if (!input) return std::unexpected(input.error());
    const formats::Probe probe(*input);
    const auto format = choose_reader(probe, options.format);
    if (!format) return std::unexpected(format.error());
    auto bundle = read_with(**format, probe, options);
    if (!bundle) {
        Error error = with_what_lies_below(std::move(bundle.error()), *input);
        return pass_on(advised(std::move(error), probe, options.format), input->label());
    }
    if (options.json_path && (*format)->info.shape != Shape::pair) {
        return std::unexpected(no_sidecar(**format, input->label()));
    }
    bundle->format = (*format)->info.id;
    for (Session& session : bundle->sessions) {
        apply_facts(session, facts, bundle->warnings);
        auto settled = convert::settle(session, (*format)->info.carries.test, facts, bundle->warnings);
        if (!settled) return pass_on(std::move(settled.error()), input->label());
    }
    return bundle;
}

/// What errors call the source.
std::string label_of(const Source& source) {
    const auto* path = std::get_if<std::filesystem::path>(&source.value());
    return path ? path->string() : source.name();
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
