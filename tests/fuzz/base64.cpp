// The constant-time decoder against the plain one, and back through the encoder.
#include "core/base64.hpp"

#include "fuzz/exercise.hpp"
#include "support/naive_base64.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tgferry;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto fast = core::decode_base64(text);
    const auto plain = test::naive_base64(text);
    test::insist(fast.has_value() == plain.has_value() ? "" : "the decoders disagree on what is base64");
    if (!fast) return 0;
    test::insist(std::ranges::equal(fast->bytes.view(), *plain) ? "" : "the decoders disagree on the bytes");
    for (const auto alphabet : {core::Alphabet::standard, core::Alphabet::url}) {
        const auto encoded = core::encode_base64(fast->bytes.view(), alphabet, core::Padding::keep);
        const auto again = core::decode_base64(reveal(encoded));
        test::insist(again && again->bytes == fast->bytes ? "" : "the encoder's text means something else");
    }
    return 0;
}
