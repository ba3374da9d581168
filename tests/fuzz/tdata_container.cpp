// Telegram Desktop's container: what opens is what would be written again.
#include "formats/tdata/container.hpp"

#include <algorithm>

#include "fuzz/exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tgferry::formats::tdata;
    const std::span<const std::uint8_t> file(data, size);
    const auto opened = open_container(file);
    if (opened) {
        const auto again = make_container(opened->version, opened->body);
        tgferry::test::insist(std::ranges::equal(again.view(), file) ? ""
                                                                     : "the container comes back different");
    }
    // As a body, which the fuzzer cannot reach through the MD5.
    const auto made = make_container(static_cast<std::int32_t>(size), file);
    const auto back = open_container(made.view());
    tgferry::test::insist(back && std::ranges::equal(back->body, file) ? ""
                                                                       : "what was written does not open");
    return 0;
}
