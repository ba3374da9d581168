// The text of MTKruto's storages, in both codecs: items within items, as deep as a key or a login goes.
#include <cstddef>
#include <cstdint>

#include "core/cursor.hpp"
#include "formats/mtkruto/codec.hpp"
#include "formats/mtkruto/updates.hpp"

using namespace tgferry::formats::mtkruto;

namespace {

void walk(const Value& value, Codec codec, int depth) {
    (void)as_whole(value);
    (void)as_boolean(value);
    if (const auto bytes = as_bytes(value)) (void)read_state(bytes->view());
    (void)member_of(value, "authKey", codec);
    const auto items = depth > 0 ? items_of(value, codec) : std::nullopt;
    if (!items) return;
    for (const Value& item : *items) walk(item, codec, depth - 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto value = parse_value(tgferry::core::as_text({data, size}));
    if (!value) return 0;
    walk(*value, Codec::current, 4);
    walk(*value, Codec::old, 4);
    return 0;
}
