#include "support/keys.hpp"

#include <algorithm>
#include <array>

namespace tgferry::test {

AuthKey sequence_key() {
    std::array<std::uint8_t, AuthKey::size> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i);
    return *AuthKey::from(bytes);
}

AuthKey random_key(Rng& rng) {
    std::array<std::uint8_t, AuthKey::size> bytes{};
    for (auto& byte : bytes) byte = rng.byte();
    const auto zero = [&](std::size_t from, std::size_t count) {
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(from), count, std::uint8_t{0});
    };
    const std::size_t run = rng.chance(10) ? 200 : 1 + rng.below(20);
    switch (rng.below(5)) {
        case 0: zero(0, run); break;
        case 1: zero(bytes.size() - run, run); break;
        case 2: zero(rng.below(bytes.size() - run), run); break;
        case 3:
            std::ranges::fill(bytes, std::uint8_t{0});
            bytes[rng.below(bytes.size())] = rng.byte() | 1;
            break;
        default: break;
    }
    bytes[128] = static_cast<std::uint8_t>(bytes[128] | (std::ranges::count(bytes, 0) == 256 ? 1 : 0));
    return *AuthKey::from(bytes);
}

}  // namespace tgferry::test
