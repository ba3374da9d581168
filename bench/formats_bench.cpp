// Read and write of every format, and the string-to-string conversions that other libraries offer as well.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <array>
#include <tgferry/tgferry.hpp>

namespace {

using namespace tgferry;

/// An ordinary user session that every format can take.
Session sample() {
    std::array<std::uint8_t, AuthKey::size> key{};
    for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(7 * i + 3);
    Session session{.dc = 2, .key = *AuthKey::from(key), .endpoint = Endpoint{"149.154.167.51", 443}};
    session.user.id = 123456789;
    session.user.is_bot = false;
    session.api.id = 2040;
    session.api.hash = "b18441a1ff607e10a989891a5462e627";
    return session;
}

Bundle bundle() {
    Bundle out;
    out.sessions.push_back(sample());
    return out;
}

void fail_benchmark(benchmark::State& state, const Error& error) {
    state.SkipWithError(error.text().c_str());
}

void write_format(benchmark::State& state, const FormatInfo* info) {
    const Bundle what = bundle();
    for (auto _ : state) {
        auto written = write_to_memory(what, info->id, {.name = "bench"});
        if (!written) return fail_benchmark(state, written.error());
        benchmark::DoNotOptimize(written);
    }
}

void read_format(benchmark::State& state, const FormatInfo* info, bool detect) {
    auto written = write_to_memory(bundle(), info->id, {.name = "bench"});
    if (!written) return fail_benchmark(state, written.error());
    const Source source = Source::files(std::move(written->files));
    ReadOptions options{.format = detect ? "" : std::string(info->id)};
    if (info->id == "auth-key") options.facts.dc = 2;
    options.facts.api_hash = sample().api.hash;  // may be what opens it
    for (auto _ : state) {
        auto got = read(source, options);
        if (!got) return fail_benchmark(state, got.error());
        benchmark::DoNotOptimize(got);
    }
}

/// One string to another, as the peers' convert functions do it: parse one, make the other.
void string_to_string(benchmark::State& state, const char* from, const char* to) {
    const auto made = to_string(sample(), from);
    if (!made) return fail_benchmark(state, made.error());
    const std::string_view text = reveal(made->text);
    const ReadOptions options{.format = from};
    for (auto _ : state) {
        auto got = read(Source::text(text), options);
        if (!got) return fail_benchmark(state, got.error());
        auto out = to_string(got->active(), to);
        if (!out) return fail_benchmark(state, out.error());
        benchmark::DoNotOptimize(out);
    }
    state.SetItemsProcessed(state.iterations());
}

const int registered = [] {
    for (const FormatInfo* info : all_formats()) {
        if (!info->can_write || !info->can_read) continue;
        const std::string id(info->id);
        benchmark::RegisterBenchmark(("write/" + id).c_str(), write_format, info);
        benchmark::RegisterBenchmark(("read/" + id).c_str(), read_format, info, false);
        if (id != "auth-key")
            benchmark::RegisterBenchmark(("detect_and_read/" + id).c_str(), read_format, info, true);
    }
    constexpr std::array<std::array<const char*, 2>, 8> pairs = {{
        {"telethon-string", "mtcute-string"},
        {"pyrogram-string", "mtcute-string"},
        {"gramjs-string", "mtcute-string"},
        {"mtkruto-string", "mtcute-string"},
        {"mtcute-string", "telethon-string"},
        {"mtcute-string", "gramjs-string"},
        {"telethon-string", "gramjs-string"},
        {"pyrogram-string", "telethon-string"},
    }};
    for (const auto& [from, to] : pairs) {
        if (!find_format(from) || !find_format(to)) continue;
        benchmark::RegisterBenchmark(fmt::format("string/{}/{}", from, to).c_str(), string_to_string, from,
                                     to);
    }
    return 0;
}();

}  // namespace
