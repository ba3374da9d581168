// Telegram Desktop's folder: from and to the disk, and behind a passcode, beside the key derivation that this
// costs.
#include <benchmark/benchmark.h>
#include <openssl/evp.h>

#include <array>
#include <filesystem>
#include <tgferry/tgferry.hpp>

namespace {

using namespace tgferry;
namespace fs = std::filesystem;

Bundle bundle() {
    std::array<std::uint8_t, AuthKey::size> key{};
    for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(5 * i + 1);
    Bundle out;
    out.sessions.push_back(Session{.dc = 2, .key = *AuthKey::from(key)});
    out.sessions.back().user.id = 123456789;
    return out;
}

/// A place on the disk, not in memory, since syncing is part of writing.
class Place {
  public:
    Place() : path_(fs::temp_directory_path() / "tgferry-bench-tdata") { fs::remove_all(path_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { fs::remove_all(path_); }
    [[nodiscard]] const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

void read_disk(benchmark::State& state, const char* format) {
    const Place place;
    if (!write(bundle(), "tdata", place.path())) return state.SkipWithError("cannot write");
    const Source source = Source::path(place.path());
    for (auto _ : state) {
        auto got = read(source, {.format = format});
        if (!got) return state.SkipWithError(got.error().text().c_str());
        benchmark::DoNotOptimize(got);
    }
}
BENCHMARK_CAPTURE(read_disk, named, "tdata")->Name("tdata/read_disk");
BENCHMARK_CAPTURE(read_disk, detected, "")->Name("tdata/detect_and_read_disk");

void write_disk(benchmark::State& state) {
    const Place place;
    const Bundle what = bundle();
    for (auto _ : state) {
        auto done = write(what, "tdata", place.path());
        if (!done) return state.SkipWithError(done.error().text().c_str());
        state.PauseTiming();
        fs::remove_all(place.path());
        state.ResumeTiming();
    }
}
BENCHMARK(write_disk)->Name("tdata/write_disk_synced_and_verified")->UseRealTime();

void read_passcode(benchmark::State& state) {
    auto written = write_to_memory(bundle(), "tdata", {.passcode = Passcode("пароль")});
    if (!written) return state.SkipWithError("cannot write");
    const Source source = Source::files(std::move(written->files));
    const ReadOptions options{.format = "tdata", .passcode = Passcode("пароль")};
    for (auto _ : state) {
        auto got = read(source, options);
        if (!got) return state.SkipWithError(got.error().text().c_str());
        benchmark::DoNotOptimize(got);
    }
}
BENCHMARK(read_passcode)->Name("tdata/read_passcode")->UseRealTime()->Unit(benchmark::kMillisecond);

/// What one thread of OpenSSL needs for the key derivation alone.
void bare_kdf(benchmark::State& state) {
    const std::array<unsigned char, 64> password{};
    std::array<unsigned char, 256> out{};
    for (auto _ : state) {
        PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(password.data()), 64, password.data(), 32, 100'000,
                          EVP_sha512(), 256, out.data());
        benchmark::DoNotOptimize(out);
    }
}
BENCHMARK(bare_kdf)->Name("tdata/bare_kdf_one_thread")->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
