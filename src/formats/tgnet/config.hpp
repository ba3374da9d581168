// The file tgnet.dat of Telegram for Android (jni/tgnet: Config.cpp, ConnectionsManager.cpp, Datacenter.cpp):
//
//   size u32 | version u32 (1 to 5) | test servers | ... | current DC | ... | DCs
//
// All little-endian; booleans, texts as in TL. Each DC is a record of a version of its own (2 to 13): its
// addresses, its auth key, whether that is one of a logged-in account, and its salts.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <tgferry/session.hpp>
#include <vector>

namespace tgferry::formats::tgnet {

struct Datacenter {
    std::uint32_t version = 0;
    std::int32_t id = 0;
    std::optional<Endpoint> endpoint{}, media_endpoint{};
    bool cdn = false;
    std::span<const std::uint8_t> key{};  ///< empty, or what should be 256 bytes
    std::uint64_t key_id = 0;
    bool logged_in = false;
    std::vector<Salt> salts{};
};

struct Config {
    std::uint32_t version = 0;
    bool test = false;
    std::int32_t home = 0;  ///< 0 where the application has chosen none yet
    std::vector<Datacenter> datacenters{};
};

/// Whether the bytes begin as the file does: a size that they have, a version, and the TL constants that
/// follow it.
[[nodiscard]] bool looks_like_config(std::span<const std::uint8_t> file);

/// Whether the bytes begin as the file does, and end before the size at their start is reached.
[[nodiscard]] bool looks_cut_short(std::span<const std::uint8_t> file);

/// Views are of `file`. Errors: damaged, unsupported_version.
[[nodiscard]] Result<Config> parse_config(std::span<const std::uint8_t> file);

}  // namespace tgferry::formats::tgnet
