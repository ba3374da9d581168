// How mtcute stores a data centre: in its strings, and under dc_main and dc_media in its storages.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <tgferry/session.hpp>
#include <vector>

#include "core/cursor.hpp"
#include "core/writer.hpp"

namespace tgferry::formats::mtcute {

/// What of a stored DC matters to the model. The ipv6 and mediaOnly flags only repeat what is known
/// otherwise.
struct DcOption {
    std::int32_t id = 0;
    bool test = false;
    Endpoint endpoint{};
    int version = 0;     ///< of the blob: 1 or 2; 0 for a TL object
    std::size_t at = 0;  ///< where it was read, for messages
};

/// BasicDcOption: version u8 (1 or 2) | dc u8 | flags u8 (1 ipv6, 2 media only, 4 test: version 2 only) |
/// address TL string | port i32 LE. `at` is the blob's own offset in the input.
/// Errors: damaged, unsupported_version (another version byte).
[[nodiscard]] Result<DcOption> read_basic_dc_option(std::span<const std::uint8_t> blob, std::size_t at);

/// The TL object dcOption#18b7a10d of string versions 1 and 2; everything but id, address and port is
/// skipped. Errors: damaged, unsupported_version (another constructor).
[[nodiscard]] Result<DcOption> read_tl_dc_option(core::Cursor& in);

/// Gives the session its test flag and both addresses. `test` is a flag outside the DCs. Errors: damaged
/// where one is a test DC and the other not, which mtcute refuses as well.
[[nodiscard]] Result<void> take_dcs(DcOption& main, std::optional<DcOption>& media, bool test,
                                    Session& session, std::vector<Warning>& warnings);

enum class Purpose : std::uint8_t { main, media };

/// Version 1 of the blob, which every mtcute since 0.7.1 reads; it has no test flag.
[[nodiscard]] SecretBytes basic_dc_option(std::int32_t dc, const Endpoint& endpoint, Purpose purpose);
/// Version 2 with the test flag, which mtcute reads since 0.19.
[[nodiscard]] SecretBytes test_dc_option(std::int32_t dc, const Endpoint& endpoint, Purpose purpose);

/// Whether mtcute can hold the session's addresses (its writer has 64 bytes for a blob) and its user id.
/// `format` is for the message. Errors: missing_fact.
[[nodiscard]] Result<void> check_writable(const Session& session, std::string_view format);

/// Whether bytes can be the start of a stored DC of either kind: used by detectors.
[[nodiscard]] bool starts_basic_dc_option(std::span<const std::uint8_t> blob) noexcept;
[[nodiscard]] bool starts_tl_dc_option(std::span<const std::uint8_t> bytes) noexcept;

}  // namespace tgferry::formats::mtcute
