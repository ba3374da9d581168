// Any bytes as a user gives them: detected or refused with a reason, and what `inspect` prints is JSON.
#include <tgferry/tgferry.hpp>

#include "core/json.hpp"
#include "fuzz/exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tgferry;
    const auto bundle = read(Source::bytes(SecretBytes(std::span(data, size))));
    if (!bundle) {
        test::insist(bundle.error().message.empty() ? "an error without a message" : "");
        return 0;
    }
    test::insist(find_format(bundle->format) ? "" : "a bundle of no format");
    for (const bool reveal_keys : {false, true}) {
        test::insist(core::parse_json(reveal(describe_json(*bundle, reveal_keys)))
                         ? ""
                         : "the description is no JSON");
    }
    return 0;
}
