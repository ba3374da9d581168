#include "fuzz/exercise.hpp"

#include <cstdio>
#include <cstdlib>
#include <tgferry/tgferry.hpp>

#include "formats/format.hpp"

namespace tgferry::test {
namespace {

FileMap copy(const FileMap& files) {
    FileMap out;
    for (const auto& [name, bytes] : files) out.emplace(name, bytes.copy());
    return out;
}

ReadOptions reading(std::string_view format) {
    ReadOptions options{.format = std::string(format), .facts = {.dc = 2}};  // a bare key names no DC
    options.tdlib_key.emplace(fuzz_tdlib_key);
    options.facts.api_hash = fuzz_api_hash;
    return options;
}

std::string check(const Result<Bundle>& got) {
    if (!got) return got.error().message.empty() ? "an error without a message" : "";
    if (got->sessions.empty()) return "a bundle without a session";
    if (got->active_index >= got->sessions.size()) return "an active session that is none";
    return describe_json(*got).empty() ? "no description" : "";
}

}  // namespace

std::string exercise(const FileMap& files, std::string_view format) {
    const auto input = io::Input::open(Source::files(copy(files)));
    if (!input) return {};
    const formats::Probe probe(*input);
    const auto detected = formats::detect(probe);
    if (!detected && detected.error().message.empty()) return "an error without a message";
    const ReadOptions options = reading(format);
    const formats::Format* named = formats::find(format);
    if (!named) return "there is no format " + std::string(format);
    if (auto broken = check(named->read(probe, options)); !broken.empty()) return broken;
    if (detected && *detected != named) return check((*detected)->read(probe, options));
    return {};
}

std::string round_trip(const FileMap& files, std::string_view format) {
    ReadOptions options = reading(format);
    if (format != "auth-key") options.facts.dc.reset();
    const auto first = read(Source::files(copy(files)), options);
    if (!first || !find_format(format)->can_write) return {};
    auto written = write_to_memory(*first, format, {.name = "fuzz", .tdlib_key = options.tdlib_key});
    if (!written)
        return written.error().code == ErrorCode::internal ? "writing failed: " + written.error().text() : "";
    const auto again = read(Source::files(std::move(written->files)), options);
    if (!again) return "the result does not read back: " + again.error().text();
    if (again->active().dc != first->active().dc) return "the DC changed";
    return again->active().key == first->active().key ? "" : "the key changed";
}

void insist(const std::string& broken_promise) {
    if (broken_promise.empty()) return;
    std::fprintf(stderr, "broken promise: %s\n", broken_promise.c_str());
    std::abort();
}

}  // namespace tgferry::test
