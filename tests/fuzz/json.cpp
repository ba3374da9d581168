// What parses can be printed, and parses again to the same.
#include "core/json.hpp"

#include "fuzz/exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tgferry;
    const auto first = core::parse_json({reinterpret_cast<const char*>(data), size});
    if (!first) return 0;
    const SecretText text = core::dump(first->get());
    const auto second = core::parse_json(reveal(text));
    test::insist(second ? "" : "the output does not parse");
    test::insist(core::dump(second->get()) == text ? "" : "the second output differs");
    return 0;
}
