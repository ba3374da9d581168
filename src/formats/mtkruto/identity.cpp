#include "formats/mtkruto/identity.hpp"

#include <fmt/format.h>

#include <tgferry/dc.hpp>

#include "core/decimal.hpp"
#include "core/ranges.hpp"

namespace tgferry::formats::mtkruto {
namespace {

constexpr std::string_view test_suffix = "-test";

}  // namespace

std::optional<DcName> parse_dc(std::string_view text) {
    DcName name;
    if (text.ends_with(test_suffix)) {
        name.test = true;
        text.remove_suffix(test_suffix.size());
    }
    const auto dc = core::parse_decimal<std::int32_t>(text);
    if (!dc || text.starts_with('0') || !core::is_dc(*dc)) return std::nullopt;
    name.dc = *dc;
    return name;
}

std::string dc_name(std::int32_t dc, bool test) {
    return fmt::format("{}{}", dc, test ? test_suffix : "");
}

Result<void> check_writable(const Session& session, std::string_view format) {
    if (!is_known_dc(session.dc, session.test)) {
        return fail(ErrorCode::missing_fact,
                    fmt::format("{}: MTKruto knows no {} DC {}", format, session.test ? "test" : "production",
                                session.dc),
                    "name the home DC: --dc N (1 to 5, or 1 to 3 with --test)");
    }
    return {};
}

}  // namespace tgferry::formats::mtkruto
