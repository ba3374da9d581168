// Writing: prepare, let the format write, read it back.
#include <fmt/format.h>

#include <algorithm>
#include <tgferry/batch.hpp>
#include <tgferry/convert.hpp>

#include "convert/ready.hpp"
#include "convert/same.hpp"
#include "core/cursor.hpp"

namespace tgferry {
namespace {

using formats::Format;

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

/// All of them, in their order.
Result<void> compare_all(const Bundle& back, const Bundle& wanted, FieldSet carried) {
    const auto same = [carried](const Session& a, const Session& b) {
        return convert::same_login(a, b, carried);
    };
    if (!std::ranges::equal(back.sessions, wanted.sessions, same)) {
        return fail(ErrorCode::internal, "the result reads back with other accounts or keys");
    }
    if (back.active_index == wanted.active_index) return {};
    return fail(ErrorCode::internal, "the result reads back with another active account");
}

/// Formats of one account may hold a stand-in for what is unknown, so only what each of them holds counts.
Result<void> compare_one(const Bundle& back, const Bundle& wanted) {
    if (back.sessions.size() == 1 && convert::same_login(back.sessions.front(), wanted.active(), {}))
        return {};
    return fail(ErrorCode::internal, "the result reads back with another DC or key");
}

}  // namespace

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
    std::ranges::move(artifact->warnings, std::back_inserter(prepared->loss.warnings));
    return Converted{std::move(artifact->text), std::move(prepared->loss)};
}

Result<Written> write_to_memory(const Bundle& bundle, std::string_view id, const WriteOptions& options) {
    const auto format = convert::choose_writer(id);
    if (!format) return std::unexpected(format.error());
    auto made = make(bundle, **format, options);
    if (!made) return std::unexpected(std::move(made.error()));
    return to_files(std::move(*made), (*format)->info.shape);
}

Result<void> verify(const FileMap& files, const Bundle& bundle, std::string_view id,
                    const WriteOptions& written) {
    const auto format = convert::choose_writer(id);
    if (!format) return std::unexpected(format.error());
    ReadOptions options{.format = std::string(id),
                        .passcode = written.passcode,
                        .tdlib_key = written.tdlib_key,
                        .key_name = written.key_name,
                        .interrupt = written.interrupt};
    options.facts.api_hash = bundle.active().api.hash;  // what a file that is locked with it is opened with
    auto back = read(Source::files(copy_of(files)), options);
    if (!back && back.error().code == ErrorCode::missing_fact) {
        options.facts.dc = bundle.active().dc;  // a bare key does not hold its DC
        back = read(Source::files(copy_of(files)), options);
    }
    const bool stopped =
        !back && (back.error().code == ErrorCode::interrupted || back.error().code == ErrorCode::too_costly);
    if (stopped) return std::unexpected(std::move(back.error()));
    if (!back) {
        return fail(ErrorCode::internal, "the result does not read back: " + back.error().message);
    }
    const auto carries = convert::carries_of(**format, written);
    if (!carries) return std::unexpected(carries.error());
    return carries->several ? compare_all(*back, bundle, carries->fields) : compare_one(*back, bundle);
}

Result<LossReport> write(const Bundle& bundle, std::string_view id, const std::filesystem::path& target,
                         const WriteOptions& options) {
    auto staged = stage(bundle, id, target, options);
    if (!staged) return std::unexpected(std::move(staged.error()));
    auto published = publish({&*staged, 1}).front();
    if (!published) return std::unexpected(std::move(published.error()));
    return std::move(staged->loss);
}

}  // namespace tgferry
