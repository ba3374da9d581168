// The body of a map from before 2.1.14, which holds the local key. The auth file beside it is empty.
#include "formats/tdata/container.hpp"
#include "fuzz/exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tgferry;
    constexpr std::int32_t version = 2001013;
    FileMap files;
    files.emplace("D877F783D5D3EF8C/map0", formats::tdata::make_container(version, {data, size}));
    files.emplace("D877F783D5D3EF8C0", formats::tdata::make_container(version, {}));
    test::insist(test::exercise(files, "tdata"));
    return 0;
}
