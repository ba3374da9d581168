#include <array>
#include <bit>
#include <string>
#include <tgferry/dc.hpp>

#include "core/ip.hpp"

namespace tgferry {
namespace {

struct Row {
    std::int32_t dc;
    bool test;
    std::string_view main4, media4, main6, media6;
};

// The addresses to write. Production: as Pyrogram 2 and help.getConfig give them; test: as all libraries do.
constexpr std::array rows = {
    Row{1, false, "149.154.175.53", "149.154.175.53", "2001:b28:f23d:f001::a", "2001:b28:f23d:f001::a"},
    Row{2, false, "149.154.167.51", "149.154.167.151", "2001:67c:4e8:f002::a", "2001:67c:4e8:f002::b"},
    Row{3, false, "149.154.175.100", "149.154.175.100", "2001:b28:f23d:f003::a", "2001:b28:f23d:f003::a"},
    Row{4, false, "149.154.167.91", "149.154.164.250", "2001:67c:4e8:f004::a", "2001:67c:4e8:f004::b"},
    Row{5, false, "91.108.56.130", "91.108.56.130", "2001:b28:f23f:f005::a", "2001:b28:f23f:f005::a"},
    Row{203, false, "91.105.192.100", "91.105.192.100", "2a0a:f280:203:a:5000::100",
        "2a0a:f280:203:a:5000::100"},
    Row{1, true, "149.154.175.10", "149.154.175.10", "2001:b28:f23d:f001::e", "2001:b28:f23d:f001::e"},
    Row{2, true, "149.154.167.40", "149.154.167.40", "2001:67c:4e8:f002::e", "2001:67c:4e8:f002::e"},
    Row{3, true, "149.154.175.117", "149.154.175.117", "2001:b28:f23d:f003::e", "2001:b28:f23d:f003::e"},
};

struct Alias {
    std::string_view host;
    std::int32_t dc;
};

// Other addresses that the libraries and help.getConfig have used for the production DCs.
constexpr std::array aliases = {
    Alias{"149.154.175.50", 1},  Alias{"149.154.175.51", 1},  Alias{"149.154.175.52", 1},
    Alias{"149.154.175.54", 1},  Alias{"149.154.175.55", 1},  Alias{"149.154.175.56", 1},
    Alias{"149.154.175.57", 1},  Alias{"149.154.175.58", 1},  Alias{"149.154.175.59", 1},
    Alias{"149.154.175.211", 1}, Alias{"149.154.167.35", 2},  Alias{"149.154.167.41", 2},
    Alias{"149.154.167.50", 2},  Alias{"149.154.167.222", 2}, Alias{"95.161.76.100", 2},
    Alias{"149.154.167.92", 4},  Alias{"149.154.167.255", 4}, Alias{"149.154.165.120", 4},
    Alias{"149.154.171.5", 5},   Alias{"149.154.171.255", 5},
};

// Host names of the web clients: NAME.web.telegram.org and NAME-1.web.telegram.org for media.
constexpr std::array web_names = {"pluto", "venus", "aurora", "vesta", "flora"};

std::optional<DcGuess> guess_web(std::string_view host) {
    constexpr std::string_view domain = ".web.telegram.org";
    if (!host.ends_with(domain)) return std::nullopt;
    host.remove_suffix(domain.size());
    if (host.ends_with("-1")) host.remove_suffix(2);
    for (std::size_t i = 0; i < web_names.size(); ++i) {
        if (host == web_names[i]) return DcGuess{static_cast<std::int32_t>(i + 1), false};
    }
    const bool numbered = host.size() == 4 && (host.starts_with("zws") || host.starts_with("kws"));
    if (numbered && host[3] >= '1' && host[3] <= '5') return DcGuess{host[3] - '0', false};
    return std::nullopt;
}

/// The same tables as numbers, since every conversion looks an address up more than once.
struct Known {
    std::uint32_t ip = 0;
    DcGuess guess{};
};

constexpr std::uint32_t as_number(const core::Ipv4& ip) {
    return std::bit_cast<std::uint32_t>(ip);
}

constexpr auto known_ipv4 = [] {
    std::array<Known, 2 * rows.size() + aliases.size()> out{};
    std::size_t size = 0;
    for (const Row& row : rows) {
        for (const std::string_view host : {row.main4, row.media4}) {
            out[size++] = {as_number(*core::parse_ipv4(host)), {row.dc, row.test}};
        }
    }
    for (const Alias& alias : aliases) {
        out[size++] = {as_number(*core::parse_ipv4(alias.host)), {alias.dc, false}};
    }
    return out;
}();

std::optional<DcGuess> guess_ipv4(const core::Ipv4& ip) {
    const std::uint32_t number = as_number(ip);
    for (const Known& known : known_ipv4) {
        if (known.ip == number) return known.guess;
    }
    if (ip[0] == 91 && ip[1] == 108 && ip[2] == 56) return DcGuess{5, false};  // the whole block is DC 5's
    return std::nullopt;
}

std::optional<DcGuess> guess_ipv6(const core::Ipv6& ip) {
    const std::string text = core::format_ip(ip);
    for (const Row& row : rows) {
        if (text == row.main6 || text == row.media6) return DcGuess{row.dc, row.test};
    }
    return std::nullopt;
}

}  // namespace

std::optional<Endpoint> dc_endpoint(std::int32_t dc, bool test, IpVersion ip, DcPurpose purpose) {
    for (const Row& row : rows) {
        if (row.dc != dc || row.test != test) continue;
        const bool main = purpose == DcPurpose::main;
        const std::string_view host =
            ip == IpVersion::v4 ? (main ? row.main4 : row.media4) : (main ? row.main6 : row.media6);
        return Endpoint{std::string(host), static_cast<std::uint16_t>(test ? 80 : 443)};
    }
    return std::nullopt;
}

std::optional<DcGuess> guess_dc(std::string_view host) {
    if (const auto v4 = core::parse_ipv4(host)) return guess_ipv4(*v4);
    if (const auto v6 = core::parse_ipv6(host)) return guess_ipv6(*v6);
    return guess_web(host);
}

bool is_known_dc(std::int32_t dc, bool test) noexcept {
    return dc >= 1 && dc <= (test ? 3 : 5);
}

}  // namespace tgferry
