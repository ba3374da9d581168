#include "convert/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <tgferry/convert.hpp>

#include "convert/read.hpp"
#include "convert/ready.hpp"
#include "convert/same.hpp"
#include "io/input.hpp"

namespace tgferry {
namespace convert {
namespace {

using formats::Format;
using formats::Probe;

FileMap copy_of(const FileMap& files) {
    FileMap copy;
    for (const auto& [name, bytes] : files) copy.emplace(name, bytes.copy());
    return copy;
}

Result<void> check_detected(const Probe& probe, const Format& format) {
    const auto detected = formats::detect(probe);
    if (!detected) {
        return fail(ErrorCode::internal, "the result is not recognised: " + detected.error().message);
    }
    if (one_layout((*detected)->info, format.info)) return {};
    return fail(ErrorCode::internal, fmt::format("the result is taken for {}", (*detected)->info.id));
}

/// With what opens it, and with what its layout has no place for: no other fact is given, so that what comes
/// back comes from the files.
Result<Bundle> read_back(const Probe& probe, const Session& session, const Format& format,
                         const WriteOptions& written) {
    ReadOptions options{.format = std::string(format.info.id),
                        .passcode = written.passcode,
                        .tdlib_key = written.tdlib_key,
                        .key_name = written.key_name,
                        .interrupt = written.interrupt};
    auto back = read_as(format, probe, options);
    if (!back && back.error().secret == SecretKind::api_hash &&
        back.error().code == ErrorCode::passcode_required) {
        options.facts.api_hash = session.api.hash;
        back = read_as(format, probe, options);
    }
    if (!back && back.error().code == ErrorCode::missing_fact) {
        options.facts.dc = session.dc;  // a bare key does not hold its DC
        back = read_as(format, probe, options);
    }
    return back;
}

/// The bytes at a path, as whoever opens it gets them.
bool holds(const io::Input& input, const FileMap& files) {
    return std::ranges::all_of(files, [&](const auto& file) {
        const auto& [name, bytes] = file;
        if (input.is_folder()) {
            const auto there = input.member(name);
            return there && *there == bytes;
        }
        if (name == ".json") return input.sidecar() && *input.sidecar() == bytes;
        return std::ranges::equal(input.bytes(), bytes.view());
    });
}

Error not_as_written(const std::filesystem::path& target, const std::string& why) {
    return {.code = ErrorCode::cannot_write,
            .message = "what was written does not read back from the disk: " + why,
            .file = target.string(),
            .hint =
                "do not use it: the disk is failing, or something changed it meanwhile; the source is as it "
                "was, convert it again to another place"};
}

}  // namespace

Result<void> verify_files(const FileMap& files, const formats::ToWrite& what, const Format& format,
                          const WriteOptions& options, std::vector<Warning>& told) {
    const Source source = Source::files(copy_of(files));
    core::Budget budget({.interrupt = options.interrupt});
    const auto input = io::Input::open(source, {}, &budget);
    if (!input) return std::unexpected(input.error());
    const Probe probe(*input);
    if (auto detected = check_detected(probe, format); !detected) return detected;
    const auto back = read_back(probe, what.one(), format, options);
    if (auto stop = budget.why_stopped()) return std::unexpected(std::move(*stop));
    if (!back) {
        return fail(ErrorCode::internal, "the result does not read back: " + back.error().message);
    }
    const auto carries = carries_of(format, options);
    if (!carries) return std::unexpected(carries.error());
    auto same = check_same(back->sessions, what.sessions, *carries, told);
    if (!same || !what.active_known || back->active_index == what.active) return same;
    return fail(ErrorCode::internal, "the result reads back with another active account");
}

Result<void> verify_on_disk(const FileMap& files, const std::filesystem::path& target, const Format& format,
                            std::vector<Warning>& told) {
    const bool pair = format.info.shape == Shape::pair;
    const std::filesystem::path path = target.string() + (pair ? ".session" : "");
    core::Budget budget;
    const auto input = open_input(Source::path(path), {.format = std::string(format.info.id)}, budget);
    if (!input) return std::unexpected(not_as_written(target, input.error().message));
    if (!holds(*input, files)) return std::unexpected(not_as_written(target, "the bytes are others"));
    const auto detected = formats::detect(Probe(*input));
    if (detected && one_layout((*detected)->info, format.info)) return {};
    told.push_back({"taken_for_another",
                    fmt::format("together with what lies beside it the target is {}; name the format to read "
                                "it, or put it elsewhere",
                                detected ? fmt::format("taken for {}", (*detected)->info.id)
                                         : std::string("not recognised"))});
    return {};
}

}  // namespace convert

Result<void> verify(const FileMap& files, const Bundle& bundle, std::string_view id,
                    const WriteOptions& options) {
    const auto format = convert::choose_writer(id);
    if (!format) return std::unexpected(format.error());
    const auto ready = convert::Ready::make(bundle, **format, options);
    if (!ready) return std::unexpected(ready.error());
    std::vector<Warning> told;
    return convert::verify_files(files, ready->to_write(), **format, options, told);
}

}  // namespace tgferry
