// The body of key_data, and the list of accounts as if it had been decrypted.
#include "formats/tdata/key_data.hpp"

#include <set>

#include "fuzz/exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tgferry;
    const std::span<const std::uint8_t> bytes(data, size);
    const auto parts = formats::tdata::parse_key_data(bytes);
    test::insist(!parts || (parts->salt.size() == 32 &&
                            (parts->wrapped_key.size() == 288 || parts->has_newer_passcode()))
                     ? ""
                     : "odd sizes");
    std::vector<Warning> warnings;
    const auto list = formats::tdata::parse_account_list(bytes, warnings);
    if (!list) return 0;
    const std::set<std::int32_t> unique(list->indices.begin(), list->indices.end());
    const bool sound = !unique.empty() && unique.size() == list->indices.size() && *unique.begin() >= 0 &&
                       *unique.rbegin() < 64;
    test::insist(sound ? "" : "accounts that cannot be");
    return 0;
}
