// What cleaning leaves has no space, is not longer than what came, and is clean.
#include "core/pasted_text.hpp"

#include "fuzz/exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tgferry;
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    const auto clean = core::clean_pasted(raw);
    const std::string_view text = reveal(clean.text);
    test::insist(text.size() <= raw.size() ? "" : "longer than before");
    test::insist(text.find_first_of(" \t\r\n\f\v") == std::string_view::npos ? "" : "space is left");
    test::insist(
        !clean.forgiven.empty() || raw.size() <= text.size() + 5 ? "" : "characters went without a remark");
    return 0;
}
