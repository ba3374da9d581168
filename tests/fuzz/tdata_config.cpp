// An account's configs as if they had been decrypted.
#include "formats/tdata/config.hpp"

#include "core/writer.hpp"
#include "formats/tdata/qt.hpp"
#include "fuzz/exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tgferry;
    using formats::tdata::Environment;
    const auto check = [](const Result<Environment>& parsed) {
        test::insist(parsed
                         ? (*parsed == Environment::test || *parsed == Environment::production ? "" : "odd")
                         : (parsed.error().message.empty() ? "an error without a message" : ""));
    };
    check(formats::tdata::parse_config({data, size}));
    core::Writer framed;
    formats::tdata::put_array(framed, {data, size});
    check(formats::tdata::parse_config(framed.view()));
    return 0;
}
