// The public name of an auth key.
#pragma once

#include <cstdint>
#include <string>
#include <tgferry/secret.hpp>

namespace tgferry {

/// auth_key_id of MTProto: the low 64 bits of SHA1(key), that is bytes 12 to 20 read little-endian.
[[nodiscard]] std::uint64_t key_id(const AuthKey& key);

/// "0x" and 16 hex digits.
[[nodiscard]] std::string key_id_text(const AuthKey& key);

}  // namespace tgferry
