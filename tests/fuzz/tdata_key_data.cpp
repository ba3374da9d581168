// The body of key_data with its trailer, and the list of accounts as if it had been decrypted.
#include "formats/tdata/key_data.hpp"

#include <set>

#include "formats/tdata/kd2.hpp"
#include "fuzz/exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tgferry;
    const std::span<const std::uint8_t> bytes(data, size);
    const auto parts = formats::tdata::parse_key_data(bytes);
    const bool in_trailer = parts && parts->wrapped_key.empty();
    test::insist(!parts || (parts->salt.size() == 32 && (parts->wrapped_key.size() == 288 || in_trailer))
                     ? ""
                     : "odd sizes");
    if (in_trailer) {
        const auto entry = formats::tdata::parse_kd2(parts->trailer);
        const bool fits =
            !entry || !*entry || ((*entry)->salt.size() == 32 && (*entry)->wrapped_key.size() == 288);
        test::insist(fits ? "" : "odd sizes in the trailer");
    }
    std::vector<Warning> warnings;
    const auto list = formats::tdata::parse_account_list(bytes, warnings);
    if (!list) return 0;
    const std::set<std::int32_t> unique(list->indices.begin(), list->indices.end());
    const bool sound = !unique.empty() && unique.size() == list->indices.size() && *unique.begin() >= 0;
    test::insist(sound ? "" : "accounts that cannot be");
    return 0;
}
