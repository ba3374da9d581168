// Adding sessions to a folder that exists.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tgferry/convert.hpp>

#include "convert/ready.hpp"
#include "convert/same.hpp"
#include "convert/verify.hpp"
#include "io/commit.hpp"
#include "io/folder.hpp"
#include "io/input.hpp"
#include "io/temporary.hpp"

namespace tgferry {
namespace {

using formats::Format;

/// What the format's reader looked at, with the new files over it.
Result<FileMap> with_additions(const io::Input& input, const FileMap& added) {
    FileMap files;
    for (const auto& [name, bytes] : added) files.emplace(name, bytes.copy());
    for (const std::string& name : input.read_members()) {
        if (files.contains(name)) continue;
        if (auto bytes = input.member(name))
            files.emplace(name, std::move(*bytes));  // else lost before, and after
    }
    return files;
}

/// What is there already; nothing where nobody is logged in to the folder.
Result<std::vector<Session>> read_existing(const formats::Probe& probe, const Format& format,
                                           const ReadOptions& options) {
    auto bundle = format.read(probe, options);
    if (bundle) return std::move(bundle->sessions);
    if (bundle.error().code == ErrorCode::not_logged_in) return std::vector<Session>();
    return std::unexpected(std::move(bundle.error()));
}

/// The old sessions as they were and behind them the new ones, before anybody relies on it.
Result<void> verify(FileMap files, std::span<const Session> before, const convert::Ready& added,
                    const Format& format, const ReadOptions& options, const formats::Probe& folder,
                    std::vector<Warning>& told) {
    const Source source = Source::files(std::move(files));
    const auto input = io::Input::open(source);
    if (!input) return std::unexpected(input.error());
    const formats::Probe probe(*input, folder.derived());
    if (!format.detect(probe)) return fail(ErrorCode::internal, "the result is not recognised any more");
    const auto back = format.read(probe, options);
    if (!back) return fail(ErrorCode::internal, "the result does not read back: " + back.error().message);
    std::vector<const Session*> wanted;
    for (const Session& session : before) wanted.push_back(&session);
    std::ranges::copy(added.to_write().sessions, std::back_inserter(wanted));
    return convert::check_same(back->sessions, wanted, format.info.carries, told);
}

Result<Written> make_addition(const Bundle& bundle, const Format& format, const io::Input& input,
                              const ReadOptions& existing, const WriteOptions& options) {
    const formats::Probe probe(input);
    auto ready = convert::Ready::make(bundle, format, options);
    if (!ready) return std::unexpected(std::move(ready.error()));
    auto artifact = format.add(probe, ready->to_write(), existing, options);
    if (!artifact) return pass_on(std::move(artifact.error()), input.label());
    std::ranges::move(artifact->warnings, std::back_inserter(ready->loss.warnings));
    const auto before = read_existing(probe, format, existing);
    if (!before) return std::unexpected(before.error());
    auto files = with_additions(input, artifact->files);
    if (!files) return std::unexpected(files.error());
    if (auto verified =
            verify(std::move(*files), *before, *ready, format, existing, probe, ready->loss.warnings);
        !verified) {
        return std::unexpected(std::move(verified.error()));
    }
    return Written{std::move(artifact->files), std::move(artifact->last), std::move(ready->loss)};
}

Result<const Format*> choose_adder(std::string_view id) {
    auto format = convert::choose_writer(id);
    if (format && !(*format)->add) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("{} holds one account only; nothing can be added", id),
                    "write it to a place of its own: -o OUT");
    }
    return format;
}

}  // namespace

Result<Written> add_to_memory(const Bundle& bundle, std::string_view id, const Source& folder,
                              const ReadOptions& existing, const WriteOptions& options) {
    const auto format = choose_adder(id);
    if (!format) return std::unexpected(format.error());
    core::Budget budget({.max_cost = existing.max_cost, .interrupt = existing.interrupt});
    const auto input = io::Input::open(folder, {}, &budget);
    if (!input) return std::unexpected(input.error());
    auto addition = make_addition(bundle, **format, *input, existing, options);
    if (auto stop = budget.why_stopped()) return pass_on(std::move(*stop), input->label());
    return addition;
}

Result<LossReport> add(const Bundle& bundle, std::string_view id, const std::filesystem::path& folder,
                       const ReadOptions& existing, const WriteOptions& options) {
    const auto format = choose_adder(id);
    if (!format) return std::unexpected(format.error());
    const std::string_view beside = (*format)->open_beside;
    const auto hold = io::FolderHold::take(folder, beside, options.force);
    if (!hold) return std::unexpected(hold.error());
    io::sweep(folder);
    auto input = io::Input::open(Source::path(folder));
    if (!input) return std::unexpected(std::move(input.error()));
    input->keep_members();
    auto written = make_addition(bundle, **format, *input, existing, options);
    if (!written) return std::unexpected(std::move(written.error()));
    // The folder may have been given by the one that holds it, and by itself to another run.
    std::optional<io::FolderHold> inner;
    if (const auto inside = std::filesystem::path(written->last).parent_path(); !inside.empty()) {
        auto held = io::FolderHold::take(folder / inside, beside, options.force);
        if (!held) return std::unexpected(std::move(held.error()));
        inner.emplace(std::move(*held));
    }
    if (auto unused = hold->check_again(); !unused) return std::unexpected(std::move(unused.error()));
    if (!input->is_unchanged()) return io::changed_meanwhile(folder);
    auto done = io::commit_into(written->files, written->last, folder);
    if (done) done = convert::verify_on_disk(written->files, folder, **format, written->loss.warnings);
    if (!done) return std::unexpected(std::move(done.error()));
    std::ranges::copy(hold->warnings(), std::back_inserter(written->loss.warnings));
    return std::move(written->loss);
}

}  // namespace tgferry
