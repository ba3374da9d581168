#include "formats/grammers/first_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tgferry/dc.hpp>

#include "core/cursor.hpp"
#include "core/decimal.hpp"
#include "core/hex.hpp"
#include "formats/common/dc_keys.hpp"
#include "formats/common/host_port.hpp"

namespace tgferry::formats::grammers {
namespace {

constexpr std::size_t longest = 1024;
constexpr std::size_t key_digits = AuthKey::size * 2;
constexpr std::ptrdiff_t lines_of_empty = 4;

struct Lines {
    std::optional<std::int32_t> home{};
    std::optional<Endpoint> endpoint{};
    std::string_view key{};
};

std::string_view take_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

/// Empty, or a DC id.
bool take_home(std::string_view line, Lines& out) {
    if (line.empty()) return true;
    const auto dc = core::parse_decimal<std::uint8_t>(line);
    if (!dc || *dc == 0) return false;
    out.home = *dc;
    return true;
}

std::optional<Lines> parse(std::span<const std::uint8_t> bytes) {
    if (bytes.size() > longest) return std::nullopt;
    std::string_view rest = core::as_text(bytes);
    Lines out;
    if (!rest.starts_with("1\n") && !rest.starts_with("1\r\n")) return std::nullopt;
    (void)take_line(rest);
    if (rest.empty() || !take_home(take_line(rest), out)) return std::nullopt;
    std::string_view line = take_line(rest);
    if (line.size() != key_digits) {
        out.endpoint = split_ip_port(line);
        if (!out.endpoint && (!line.empty() || out.home)) return std::nullopt;
        line = take_line(rest);
    }
    if (!rest.empty() || (!line.empty() && line.size() != key_digits)) return std::nullopt;
    out.key = line;
    return out;
}

/// The home DC, or else that of the address, whose key it is.
std::optional<std::int32_t> home_of(const Lines& lines, std::vector<Warning>& warnings) {
    if (lines.home || !lines.endpoint) return lines.home;
    const auto guess = guess_dc(lines.endpoint->host);
    if (!guess) return std::nullopt;
    warnings.push_back(
        {"dc_inferred", fmt::format("the file names no DC; its address is DC {}'s", guess->dc)});
    return guess->dc;
}

}  // namespace

bool is_like_first_text(std::span<const std::uint8_t> bytes) {
    std::string_view rest = core::as_text(bytes);
    if (bytes.size() > longest || take_line(rest) != "1") return false;
    Lines lines;
    const std::string_view home = take_line(rest);
    return !home.empty() && take_home(home, lines) && !rest.empty();
}

bool is_first_text(std::span<const std::uint8_t> bytes) {
    const auto lines = parse(bytes);
    if (!lines) return false;
    if (lines->key.empty()) return std::ranges::count(core::as_text(bytes), '\n') == lines_of_empty;
    return core::decode_hex(lines->key).has_value();
}

Result<Bundle> read_first_text(std::span<const std::uint8_t> bytes, const Facts& facts) {
    const auto lines = parse(bytes);
    const auto raw = lines ? core::decode_hex(lines->key) : std::nullopt;
    if (!raw) return fail(ErrorCode::damaged, "grammers-file: the auth key is no hex");
    Bundle bundle{.variant = "text"};
    KnownDcs known;
    auto key = AuthKey::from(raw->view());
    const auto home = facts.dc && !lines->home ? std::nullopt : home_of(*lines, bundle.warnings);
    if (key) known.keys.push_back({home.value_or(facts.dc.value_or(2)), std::move(*key), lines->endpoint});
    auto session = home_session(std::move(known), home, facts, bundle.warnings);
    if (!session) return std::unexpected(std::move(session.error()));
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

}  // namespace tgferry::formats::grammers
