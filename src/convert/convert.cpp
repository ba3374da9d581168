#include <fmt/format.h>

#include <algorithm>
#include <tgferry/api_profiles.hpp>
#include <tgferry/convert.hpp>

#include "convert/prepare.hpp"
#include "convert/settle.hpp"
#include "core/cursor.hpp"
#include "formats/format.hpp"
#include "io/commit.hpp"
#include "io/input.hpp"

namespace tgferry {
namespace {

using formats::Format;

std::unexpected<Error> no_such_format(std::string_view id) {
    return fail(ErrorCode::invalid_argument, fmt::format("there is no format \"{}\"", id),
                "see `tgferry formats` for the ids");
}

Result<const Format*> choose_reader(const formats::Probe& probe, const std::string& id) {
    if (id.empty()) return formats::detect(probe);
    const Format* format = formats::find(id);
    if (!format) return no_such_format(id);
    return format;
}

Result<const Format*> choose_writer(std::string_view id) {
    const Format* format = formats::find(id);
    if (!format) return no_such_format(id);
    if (!format->write) return fail(ErrorCode::invalid_argument, fmt::format("{} is read only", id));
    return format;
}

Result<Carries> carries_of(const Format& format, const WriteOptions& options) {
    if (format.carries) return format.carries(options);
    return format.info.carries;
}

/// Adds what happened to one of several sessions.
void merge(LossReport& into, LossReport&& from) {
    into.dropped = into.dropped | from.dropped;
    into.inferred = into.inferred | from.inferred;
    into.unknown = into.unknown | from.unknown;
    std::ranges::move(from.warnings, std::back_inserter(into.warnings));
}

struct Made {
    formats::Artifact artifact;
    LossReport loss{};
};

Result<Made> make(const Bundle& bundle, const Format& format, const WriteOptions& options) {
    if (bundle.active_index >= bundle.sessions.size()) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("the bundle has {} sessions, and number {} is to be the active one",
                                bundle.sessions.size(), bundle.active_index));
    }
    const auto carries = carries_of(format, options);
    if (!carries) return std::unexpected(carries.error());
    const std::size_t first = carries->several ? 0 : bundle.active_index;
    const std::size_t end = carries->several ? bundle.sessions.size() : first + 1;
    LossReport loss;
    std::vector<convert::Prepared> prepared;
    prepared.reserve(end - first);
    for (std::size_t i = first; i < end; ++i) {
        auto one = convert::Prepared::make(bundle.sessions[i], *carries, options, format.info.id);
        if (!one) return std::unexpected(std::move(one.error()));
        merge(loss, std::move(one->loss));
        prepared.push_back(std::move(*one));
    }
    std::vector<const Session*> sessions;
    for (const auto& one : prepared) sessions.push_back(&one.session());
    auto artifact = format.write({sessions, bundle.active_index - first}, options);
    if (!artifact) return std::unexpected(std::move(artifact.error()));
    return Made{std::move(*artifact), std::move(loss)};
}

Written to_files(Made made, Shape shape) {
    Written out{.files = std::move(made.artifact.files), .loss = std::move(made.loss)};
    if (shape == Shape::text) {
        const std::string_view text = reveal(made.artifact.text);
        SecretBytes line(text.size() + 1);
        std::ranges::copy(core::as_bytes(text), line.edit().begin());
        line.edit().back() = '\n';
        out.files.emplace("", std::move(line));
    }
    return out;
}

FileMap copy_of(const FileMap& files) {
    FileMap copy;
    for (const auto& [name, bytes] : files) copy.emplace(name, bytes.copy());
    return copy;
}

/// Reads what was made, before anybody relies on it.
Result<void> verify(const FileMap& files, const Bundle& bundle, const Format& format) {
    if (!format.info.can_read) return {};
    ReadOptions options{.format = std::string(format.info.id)};
    auto back = read(Source::files(copy_of(files)), options);
    if (!back && back.error().code == ErrorCode::missing_fact) {
        options.facts.dc = bundle.active().dc;  // a bare key does not hold its DC
        back = read(Source::files(copy_of(files)), options);
    }
    if (!back) {
        return fail(ErrorCode::internal, "the result does not read back: " + back.error().message);
    }
    const bool several = back->sessions.size() == bundle.sessions.size();
    for (std::size_t i = 0; i < back->sessions.size(); ++i) {
        const Session& wanted = several ? bundle.sessions[i] : bundle.active();
        if (back->sessions[i].dc != wanted.dc || !(back->sessions[i].key == wanted.key)) {
            return fail(ErrorCode::internal, "the result reads back with another DC or key");
        }
    }
    return {};
}

/// Every single thing in the folder is one that the format's reader asks for.
bool holds_only_session(const std::filesystem::path& folder, const Format& format) {
    const Source source = Source::path(folder);
    const auto input = io::Input::open(source);
    if (!input) return false;
    const formats::Probe probe(*input);
    if (!format.detect(probe) || !format.read(probe, {})) return false;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (!input->was_read(entry->path().filename().string())) return false;
    }
    return !error;
}

/// Replacing removes what is there. So it must be a file, a link (not what it leads to) or a folder that
/// tgferry would have written; never a device, or a pipe that somebody waits at.
Result<void> check_replaceable_at(const std::filesystem::path& target, const Format& format) {
    using enum std::filesystem::file_type;
    std::error_code ignored;
    const auto there = std::filesystem::symlink_status(target, ignored).type();
    if (there == not_found || there == regular || there == symlink) return {};
    const bool folder = there == directory;
    if (folder && std::filesystem::is_empty(target, ignored)) return {};
    if (folder && format.info.shape == Shape::folder && holds_only_session(target, format)) return {};
    return std::unexpected(
        Error{.code = ErrorCode::exists,
              .message = folder ? "the target is a folder that holds something else"
                                : "the target is neither a file nor a folder",
              .file = target.string(),
              .hint = "choose another name; --force replaces only files and session folders"});
}

Result<void> check_replaceable(const std::filesystem::path& target, const Format& format) {
    if (format.info.shape != Shape::pair) return check_replaceable_at(target, format);
    auto session = check_replaceable_at(target.string() + ".session", format);
    return session ? check_replaceable_at(target.string() + ".json", format) : session;
}

std::filesystem::path base_of_pair(const std::filesystem::path& target) {
    std::string base = target.string();
    for (const std::string_view suffix : {".session", ".json"}) {
        if (base.ends_with(suffix)) base.erase(base.size() - suffix.size());
    }
    return base;
}

}  // namespace

Result<Bundle> read(const Source& source, const ReadOptions& options) {
    const Facts& facts = options.facts;
    if (!facts.api_profile.empty() && !find_api(facts.api_profile)) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("there is no API profile \"{}\"", facts.api_profile),
                    "see `tgferry help formats` for the names");
    }
    const auto input = io::Input::open(source, options.json_path);
    if (!input) return std::unexpected(input.error());
    const formats::Probe probe(*input);
    const auto format = choose_reader(probe, options.format);
    if (!format) return std::unexpected(format.error());
    auto bundle = (*format)->read(probe, options);
    if (!bundle) return pass_on(std::move(bundle.error()), input->label());
    bundle->format = (*format)->info.id;
    for (Session& session : bundle->sessions) {
        apply_facts(session, facts, bundle->warnings);
        auto settled = convert::settle(session, (*format)->info.carries.test, facts, bundle->warnings);
        if (!settled) return pass_on(std::move(settled.error()), input->label());
    }
    return bundle;
}

Result<Converted> to_string(const Session& session, std::string_view id, const WriteOptions& options) {
    const auto format = choose_writer(id);
    if (!format) return std::unexpected(format.error());
    if ((*format)->info.shape != Shape::text) {
        return fail(ErrorCode::invalid_argument, fmt::format("{} is not a text format", id),
                    "write it to a file or folder");
    }
    const auto carries = carries_of(**format, options);
    if (!carries) return std::unexpected(carries.error());
    auto prepared = convert::Prepared::make(session, *carries, options, id);
    if (!prepared) return std::unexpected(std::move(prepared.error()));
    const Session* one = &prepared->session();
    auto artifact = (*format)->write({{&one, 1}, 0}, options);
    if (!artifact) return std::unexpected(std::move(artifact.error()));
    return Converted{std::move(artifact->text), std::move(prepared->loss)};
}

Result<Written> write_to_memory(const Bundle& bundle, std::string_view id, const WriteOptions& options) {
    const auto format = choose_writer(id);
    if (!format) return std::unexpected(format.error());
    auto made = make(bundle, **format, options);
    if (!made) return std::unexpected(std::move(made.error()));
    Written written = to_files(std::move(*made), (*format)->info.shape);
    auto verified = verify(written.files, bundle, **format);
    if (!verified) return std::unexpected(std::move(verified.error()));
    return written;
}

Result<LossReport> write(const Bundle& bundle, std::string_view id, const std::filesystem::path& given,
                         const WriteOptions& options) {
    const auto format = choose_writer(id);
    if (!format) return std::unexpected(format.error());
    const Shape shape = (*format)->info.shape;
    const std::filesystem::path target = shape == Shape::pair ? base_of_pair(given) : given;
    if (options.force) {
        auto replaceable = check_replaceable(target, **format);
        if (!replaceable) return std::unexpected(std::move(replaceable.error()));
    }
    WriteOptions named = options;
    if (named.name.empty()) {
        named.name = (target.has_filename() ? target : target.parent_path()).filename().string();
    }
    auto written = write_to_memory(bundle, id, named);
    if (!written) return std::unexpected(std::move(written.error()));
    auto committed = io::commit(written->files, shape, target, options.force);
    if (!committed) return std::unexpected(std::move(committed.error()));
    return std::move(written->loss);
}

}  // namespace tgferry
