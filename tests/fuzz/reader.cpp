// The fuzz target of one reader; each program names its format. Pairs and folders come framed (framing.hpp).
#include <tgferry/format.hpp>

#include "fuzz/exercise.hpp"
#include "fuzz/framing.hpp"

extern const char* const fuzzed_format;
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tgferry;
    const FormatInfo* info = find_format(fuzzed_format);
    const std::span<const std::uint8_t> bytes(data, size);
    FileMap files;
    if (info && (info->shape == Shape::pair || info->shape == Shape::folder)) {
        files = test::unpack(bytes);
    } else {
        files.emplace("", SecretBytes(bytes));
    }
    test::insist(test::exercise(files, fuzzed_format));
    test::insist(test::round_trip(files, fuzzed_format));
    return 0;
}
