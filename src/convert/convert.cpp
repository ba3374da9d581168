#include <fmt/format.h>

#include <algorithm>
#include <tgferry/api_profiles.hpp>
#include <tgferry/convert.hpp>

#include "convert/prepare.hpp"
#include "convert/ready.hpp"
#include "convert/settle.hpp"
#include "core/cursor.hpp"
#include "formats/format.hpp"
#include "io/commit.hpp"
#include "io/input.hpp"

namespace tgferry {
namespace {

using formats::Format;

Result<const Format*> choose_reader(const formats::Probe& probe, const std::string& id) {
    if (id.empty()) return formats::detect(probe);
    const Format* format = formats::find(id);
    if (!format) return convert::no_such_format(id);
    return format;
}

struct Made {
    formats::Artifact artifact;
    LossReport loss{};
};

Result<Made> make(const Bundle& bundle, const Format& format, const WriteOptions& options) {
    auto ready = convert::Ready::make(bundle, format, options);
    if (!ready) return std::unexpected(std::move(ready.error()));
    auto artifact = format.write(ready->to_write(), options);
    if (!artifact) return std::unexpected(std::move(artifact.error()));
    std::ranges::move(artifact->warnings, std::back_inserter(ready->loss.warnings));
    return Made{std::move(*artifact), std::move(ready->loss)};
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
Result<void> verify(const FileMap& files, const Bundle& bundle, const Format& format,
                    const WriteOptions& written) {
    if (!format.info.can_read) return {};
    ReadOptions options{
        .format = std::string(format.info.id), .passcode = written.passcode, .key_name = written.key_name};
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

/// Every single thing in the folder is one that the format's writer makes or its reader asks for.
bool holds_only_session(const std::filesystem::path& folder, const Format& format) {
    const Source source = Source::path(folder);
    const auto input = io::Input::open(source);
    if (!input) return false;
    const formats::Probe probe(*input);
    if (!format.detect(probe) || (!format.owns && !format.read(probe, {}))) return false;
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().lexically_relative(folder).generic_string();
        const bool own = format.owns ? format.owns(probe, name) : input->was_read(name);
        const bool folder_of_own = std::filesystem::is_directory(entry->symlink_status()) &&
                                   !std::filesystem::is_empty(entry->path(), error);
        if (!own && !folder_of_own) return false;
    }
    return !error;
}

/// Replacing a folder removes what is in it, so it must be one that tgferry would have written.
Result<void> check_replaceable(const std::filesystem::path& target, const Format& format) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(target, ignored)) return {};
    if (std::filesystem::is_empty(target, ignored)) return {};
    if (format.info.shape == Shape::folder && holds_only_session(target, format)) return {};
    return std::unexpected(Error{.code = ErrorCode::exists,
                                 .message = "the target is a folder that holds something else",
                                 .file = target.string(),
                                 .hint = "choose another name; --force replaces only a session folder"});
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
    const auto format = convert::choose_writer(id);
    if (!format) return std::unexpected(format.error());
    if ((*format)->info.shape != Shape::text) {
        return fail(ErrorCode::invalid_argument, fmt::format("{} is not a text format", id),
                    "write it to a file or folder");
    }
    const auto carries = convert::carries_of(**format, options);
    if (!carries) return std::unexpected(carries.error());
    auto prepared = convert::Prepared::make(session, *carries, options, id);
    if (!prepared) return std::unexpected(std::move(prepared.error()));
    const Session* one = &prepared->session();
    auto artifact = (*format)->write({{&one, 1}, 0}, options);
    if (!artifact) return std::unexpected(std::move(artifact.error()));
    return Converted{std::move(artifact->text), std::move(prepared->loss)};
}

Result<Written> write_to_memory(const Bundle& bundle, std::string_view id, const WriteOptions& options) {
    const auto format = convert::choose_writer(id);
    if (!format) return std::unexpected(format.error());
    auto made = make(bundle, **format, options);
    if (!made) return std::unexpected(std::move(made.error()));
    return to_files(std::move(*made), (*format)->info.shape);
}

Result<LossReport> write(const Bundle& bundle, std::string_view id, const std::filesystem::path& given,
                         const WriteOptions& options) {
    const auto format = convert::choose_writer(id);
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
    auto verified = verify(written->files, bundle, **format, options);
    if (!verified) return std::unexpected(std::move(verified.error()));
    auto committed = io::commit(written->files, shape, target, options.force);
    if (!committed) return std::unexpected(std::move(committed.error()));
    return std::move(written->loss);
}

}  // namespace tgferry
