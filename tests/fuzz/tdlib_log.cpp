// TDLib's log as if it had been decrypted, with its checksums put right: the rules of the replay and the rows
// behind them.
#include <cstring>

#include "core/crc32.hpp"
#include "formats/tdlib/account.hpp"
#include "fuzz/exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using namespace tgferry;
using namespace formats::tdlib;

/// A fuzzer does not find checksums by itself.
SecretBytes with_checksums(std::span<const std::uint8_t> log) {
    SecretBytes out(log);
    const auto bytes = out.edit();
    for (std::size_t at = 0; bytes.size() - at >= 32;) {
        std::uint32_t size = 0;
        std::memcpy(&size, bytes.data() + at, sizeof size);
        if (size < 32 || size > bytes.size() - at) break;
        const std::uint32_t sum = core::crc32(bytes.subspan(at, size - 4));
        std::memcpy(bytes.data() + at + size - 4, &sum, sizeof sum);
        at += size;
    }
    return out;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    core::Budget budget;
    auto log = open_log(with_checksums({data, size}), "log", {}, budget);
    if (!log) return 0;
    const auto session = session_of(*log, "log", false);
    test::insist(session || !session.error().message.empty() ? "" : "an error without a message");
    return 0;
}
