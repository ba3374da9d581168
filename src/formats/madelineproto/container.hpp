// The container that MadelineProto 5 to 8 writes its states in (src/SessionPaths.php, src/Serialization.php):
//
//   <?php __HALT_COMPILER(); | version u8 | of 2 and 3: PHP major u8, minor u8 | of 3: igbinary u8 | an
//   object
//
// In safe.php that object is the whole client: APIWrapper -> API -> datacenter -> sockets -> permAuthKey.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <tgferry/result.hpp>

namespace tgferry::formats::madelineproto {

struct Container {
    std::uint8_t version = 0;
    std::string php{};  ///< "8.2"; empty where the version has none
    bool igbinary = false;
    std::span<const std::uint8_t> object{};
};

[[nodiscard]] bool is_container(std::span<const std::uint8_t> file);

/// Errors: damaged, unsupported_version.
[[nodiscard]] Result<Container> parse_container(std::span<const std::uint8_t> file);

}  // namespace tgferry::formats::madelineproto
