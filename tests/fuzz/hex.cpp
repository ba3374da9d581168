// Hexadecimal: what decodes is hexadecimal, and comes back in lower case.
#include "core/hex.hpp"

#include <cctype>

#include "fuzz/exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tgferry;
    std::string text(reinterpret_cast<const char*>(data), size);
    const bool all_digits = text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    const auto bytes = core::decode_hex(text);
    test::insist(bytes.has_value() == (all_digits && size % 2 == 0) ? "" : "wrong on what is hexadecimal");
    if (!bytes) return 0;
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    test::insist(reveal(core::encode_hex(bytes->view())) == text ? "" : "the encoder's text differs");
    return 0;
}
