// What cleaning leaves has no space, is not longer than what came, and is clean. Looking for strings in a
// text costs what its size allows.
#include "core/pasted_text.hpp"

#include "core/json_text.hpp"
#include "core/plain_text.hpp"
#include "core/text_tokens.hpp"

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
    std::size_t characters = 0;
    const SecretText plain = core::without_escapes(reveal(core::plain_text(raw).text));
    core::each_token(reveal(plain), [&](core::Token token) {
        characters += token.text.size();
        return false;
    });
    test::insist(characters <= 5 * plain.size() ? "" : "characters are handed over again and again");
    (void)core::mended_json(raw);
    (void)core::objects_of(raw);
    return 0;
}
