// PHP's serialised values: what parses can be walked from one end to the other, and every value ends
// somewhere.
#include "formats/madelineproto/php_value.hpp"

#include "fuzz/exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using namespace tgferry;
using formats::php::Document;
using formats::php::Key;
using formats::php::Value;

/// References make graphs of what is written as a tree, so depth and number are bounded here.
std::size_t walk(const Document& document, const Value& value, int depth, std::size_t budget) {
    std::size_t seen = 1;
    if (depth == 0) return seen;
    std::size_t entries = 0;
    document.for_each(value, [&](const Key&, const Value& inner) {
        ++entries;
        seen += walk(document, inner, depth - 1, budget - std::min(budget, seen));
        return seen < budget;
    });
    if (seen < budget) test::insist(entries == value.count ? "" : "an entry that cannot be looked at");
    return seen;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    core::Budget budget;
    const auto document = Document::parse({data, size}, budget);
    if (!document) {
        test::insist(document.error().offset.value_or(size + 1) <= size ? "" : "an error without a place");
        return 0;
    }
    (void)walk(*document, document->root(), 8, 2000);
    (void)document->member(document->root(), "API");
    return 0;
}
