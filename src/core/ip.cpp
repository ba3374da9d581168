#include "core/ip.hpp"

#include <fmt/format.h>

#include <charconv>

namespace tgferry::core {
namespace {

template <class Int>
bool parse_number(std::string_view text, Int& value, int base) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    return !text.empty() && error == std::errc{} && end == text.data() + text.size();
}

/// Groups of one side of "::", with a dotted IPv4 address allowed at the very end.
bool parse_groups(std::string_view text, bool last, std::array<std::uint16_t, 8>& groups,
                  std::size_t& count) {
    while (!text.empty()) {
        const std::size_t colon = text.find(':');
        const std::string_view part = text.substr(0, colon);
        if (count >= 8) return false;
        if (last && colon == std::string_view::npos && part.find('.') != std::string_view::npos) {
            const auto v4 = parse_ipv4(part);
            if (!v4 || count > 6) return false;
            groups[count++] = static_cast<std::uint16_t>((*v4)[0] << 8 | (*v4)[1]);
            groups[count++] = static_cast<std::uint16_t>((*v4)[2] << 8 | (*v4)[3]);
            return true;
        }
        if (part.size() > 4 || !parse_number(part, groups[count++], 16)) return false;
        if (colon == std::string_view::npos) return true;
        text.remove_prefix(colon + 1);
        if (text.empty()) return false;  // a lone colon at the end
    }
    return true;
}

Ipv6 to_bytes(const std::array<std::uint16_t, 8>& groups) {
    Ipv6 ip{};
    for (std::size_t i = 0; i < 8; ++i) {
        ip[2 * i] = static_cast<std::uint8_t>(groups[i] >> 8);
        ip[2 * i + 1] = static_cast<std::uint8_t>(groups[i] & 0xff);
    }
    return ip;
}

struct Run {
    std::size_t start = 0, length = 0;
};

Run longest_zero_run(const std::array<std::uint16_t, 8>& groups) {
    Run best, now;
    for (std::size_t i = 0; i < 8; ++i) {
        if (groups[i] != 0) {
            now = {};
            continue;
        }
        if (now.length == 0) now.start = i;
        if (++now.length > best.length) best = now;
    }
    return best.length >= 2 ? best : Run{};
}

}  // namespace

std::optional<Ipv6> parse_ipv6(std::string_view text) {
    std::array<std::uint16_t, 8> groups{};
    std::size_t count = 0;
    const std::size_t gap = text.find("::");
    if (gap == std::string_view::npos) {
        if (!parse_groups(text, true, groups, count) || count != 8) return std::nullopt;
        return to_bytes(groups);
    }
    std::array<std::uint16_t, 8> tail{};
    std::size_t tail_count = 0;
    if (!parse_groups(text.substr(0, gap), false, groups, count)) return std::nullopt;
    if (!parse_groups(text.substr(gap + 2), true, tail, tail_count)) return std::nullopt;
    if (count + tail_count > 7) return std::nullopt;
    for (std::size_t i = 0; i < tail_count; ++i) groups[8 - tail_count + i] = tail[i];
    return to_bytes(groups);
}

std::string format_ip(const Ipv4& ip) {
    return fmt::format("{}.{}.{}.{}", ip[0], ip[1], ip[2], ip[3]);
}

std::string format_ip(const Ipv6& ip) {
    std::array<std::uint16_t, 8> groups{};
    for (std::size_t i = 0; i < 8; ++i)
        groups[i] = static_cast<std::uint16_t>(ip[2 * i] << 8 | ip[2 * i + 1]);
    const Run run = longest_zero_run(groups);
    std::string out;
    for (std::size_t i = 0; i < 8; ++i) {
        if (run.length && i == run.start) {
            out += "::";
            i += run.length - 1;
            continue;
        }
        if (!out.empty() && out.back() != ':') out += ':';
        out += fmt::format("{:x}", groups[i]);
    }
    return out;
}

bool is_host_name(std::string_view text) noexcept {
    if (text.empty() || text.size() > 253) return false;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '.') return false;
    }
    return true;
}

}  // namespace tgferry::core
