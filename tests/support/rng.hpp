// A generator whose numbers are the same on every system, so that a printed seed reproduces a failure.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace tgferry::test {

/// SplitMix64 (Steele, Lea, Flood 2014).
class Rng {
  public:
    explicit Rng(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    /// Inclusive on both sides.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        const auto span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + (span ? next() % span : next()));
    }
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
    bool chance(int percent) { return between(1, 100) <= percent; }
    std::uint8_t byte() { return static_cast<std::uint8_t>(next() >> 32); }
    template <class T>
    T pick(std::initializer_list<T> choices) {
        return choices.begin()[below(choices.size())];
    }
    /// `length` characters out of `alphabet`.
    std::string text(std::size_t length, std::string_view alphabet) {
        std::string out(length, ' ');
        for (char& c : out) c = alphabet[below(alphabet.size())];
        return out;
    }

  private:
    std::uint64_t state_;
};

/// How often a randomised test repeats: TGFERRY_RUNS, or what the test thinks right.
inline int runs(int normally) {
    const char* asked = std::getenv("TGFERRY_RUNS");
    return asked ? std::atoi(asked) : normally;
}

}  // namespace tgferry::test
