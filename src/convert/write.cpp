// Writing: prepare, let the format write, verify.
#include <fmt/format.h>

#include <algorithm>
#include <tgferry/batch.hpp>
#include <tgferry/convert.hpp>

#include "convert/ready.hpp"
#include "convert/verify.hpp"
#include "core/cursor.hpp"

namespace tgferry {
namespace {

using formats::Format;

struct Made {
    convert::Ready ready;
    formats::Artifact artifact;
};

Result<Made> make(const Bundle& bundle, const Format& format, const WriteOptions& options) {
    auto ready = convert::Ready::make(bundle, format, options);
    if (!ready) return std::unexpected(std::move(ready.error()));
    auto artifact = format.write(ready->to_write(), options);
    if (!artifact) return std::unexpected(std::move(artifact.error()));
    std::ranges::move(artifact->warnings, std::back_inserter(ready->loss.warnings));
    return Made{std::move(*ready), std::move(*artifact)};
}

Written to_files(Made& made, Shape shape) {
    Written out{.files = std::move(made.artifact.files), .loss = std::move(made.ready.loss)};
    if (shape == Shape::text) {
        const std::string_view text = reveal(made.artifact.text);
        SecretBytes line(text.size() + 1);
        std::ranges::copy(core::as_bytes(text), line.edit().begin());
        line.edit().back() = '\n';
        out.files.emplace("", std::move(line));
    }
    return out;
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
    return to_files(*made, (*format)->info.shape);
}

Result<Written> convert::write_verified(const Bundle& bundle, const Format& format,
                                        const WriteOptions& options) {
    auto made = make(bundle, format, options);
    if (!made) return std::unexpected(std::move(made.error()));
    Written written = to_files(*made, format.info.shape);
    auto verified =
        verify_files(written.files, made->ready.to_write(), format, options, written.loss.warnings);
    if (!verified) return std::unexpected(std::move(verified.error()));
    return written;
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
