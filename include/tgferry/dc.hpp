// The data centres' published addresses. Data, not truth: a session's own DC id decides.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <tgferry/session.hpp>

namespace tgferry {

enum class IpVersion : std::uint8_t { v4, v6 };
enum class DcPurpose : std::uint8_t { main, media };

/// The address to write for a DC, or nothing where none is known (test DC 4, a CDN's IPv6 media, ...).
/// Ports: 443 in production, 80 for test DCs, as the libraries write them.
[[nodiscard]] std::optional<Endpoint> dc_endpoint(std::int32_t dc, bool test, IpVersion ip = IpVersion::v4,
                                                  DcPurpose purpose = DcPurpose::main);

/// What an address tells of its server.
struct DcGuess {
    std::int32_t dc = 0;
    bool test = false;
    bool operator==(const DcGuess&) const = default;
};

/// Recognises the published addresses and the web hosts (any spelling of an IPv6 address).
[[nodiscard]] std::optional<DcGuess> guess_dc(std::string_view host);

/// 1 to 5, and the CDN DCs that own sessions are never homed on.
[[nodiscard]] bool is_known_dc(std::int32_t dc, bool test) noexcept;

}  // namespace tgferry
