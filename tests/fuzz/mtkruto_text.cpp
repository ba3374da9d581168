// The text of MTKruto's storages, in both codecs: items are parts of what they are read from, one behind the
// other.
#include "core/cursor.hpp"
#include "formats/mtkruto/codec.hpp"
#include "formats/mtkruto/updates.hpp"
#include "fuzz/exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using namespace tgferry;
using namespace tgferry::formats::mtkruto;

/// Deeper than a login goes.
constexpr int depth_of_walk = 4;

void walk(const Value& value, Codec codec, int depth) {
    (void)as_whole(value);
    (void)as_boolean(value);
    (void)member_of(value, "authKey", codec);
    if (const auto bytes = as_bytes(value)) (void)read_state(bytes->view());
    const auto items = depth > 0 ? items_of(value, codec) : std::nullopt;
    if (!items) return;
    const char* at = value.content.data();
    for (const Value& item : *items) {
        test::insist(item.content.data() > at ? "" : "an item that is not behind the one before");
        at = item.content.data() + item.content.size();
        test::insist(at <= value.content.data() + value.content.size() ? "" : "an item outside its array");
        walk(item, codec, depth - 1);
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto value = parse_value(core::as_text({data, size}));
    if (!value) return 0;
    walk(*value, Codec::current, depth_of_walk);
    walk(*value, Codec::old, depth_of_walk);
    return 0;
}
