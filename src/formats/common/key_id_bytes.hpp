// The key id as the Go libraries keep it beside the key.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <tgferry/secret.hpp>

#include "crypto/digest.hpp"

namespace tgferry::formats {

using KeyIdBytes = std::array<std::uint8_t, 8>;

/// Bytes 12 to 20 of SHA1(key), in that order.
[[nodiscard]] inline KeyIdBytes key_id_bytes(const AuthKey& key) {
    const crypto::Sha1 digest = crypto::sha1({key.reveal()});
    KeyIdBytes id{};
    std::copy(digest.begin() + 12, digest.end(), id.begin());
    return id;
}

}  // namespace tgferry::formats
