// An address that parses is printed in a way that parses to the same.
#include "core/ip.hpp"

#include <tgferry/dc.hpp>

#include "fuzz/exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tgferry;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto v4 = core::parse_ipv4(text)) {
        test::insist(core::format_ip(*v4) == text ? "" : "two spellings of one IPv4 address");
    }
    if (const auto v6 = core::parse_ipv6(text)) {
        test::insist(core::parse_ipv6(core::format_ip(*v6)) == v6 ? "" : "an IPv6 address changes");
    }
    if (const auto guess = guess_dc(text)) test::insist(guess->dc > 0 ? "" : "an address of no DC");
    return 0;
}
