#include <fmt/format.h>
#include <openssl/sha.h>

#include <array>
#include <tgferry/key_id.hpp>

#include "core/cursor.hpp"

namespace tgferry {

std::uint64_t key_id(const AuthKey& key) {
    std::array<std::uint8_t, SHA_DIGEST_LENGTH> digest{};
    SHA1(key.reveal().data(), key.reveal().size(), digest.data());
    core::Cursor cursor(std::span<const std::uint8_t>(digest).subspan(12));
    return cursor.u64_le("key id");
}

std::string key_id_text(const AuthKey& key) {
    return fmt::format("{:#018x}", key_id(key));
}

}  // namespace tgferry
