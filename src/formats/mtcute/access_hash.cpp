#include "formats/mtcute/access_hash.hpp"

#include <fmt/format.h>

#include "core/decimal.hpp"

namespace tgferry::formats::mtcute {
namespace {

std::optional<std::uint32_t> parse_half(std::string_view text) {
    const auto half = core::parse_decimal<std::int32_t>(text);
    return half ? std::optional(static_cast<std::uint32_t>(*half)) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> parse_halves(std::string_view text) {
    const std::size_t bar = text.find('|');
    if (bar == std::string_view::npos) return std::nullopt;
    const auto low = parse_half(text.substr(0, bar)), high = parse_half(text.substr(bar + 1));
    if (!low || !high) return std::nullopt;
    return static_cast<std::int64_t>(std::uint64_t{*high} << 32 | *low);
}

std::string format_halves(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return fmt::format("{}|{}", static_cast<std::int32_t>(bits & 0xffff'ffff),
                       static_cast<std::int32_t>(bits >> 32));
}

}  // namespace tgferry::formats::mtcute
