#include "core/api_hash.hpp"

#include "core/hex.hpp"

namespace tgferry::core {
namespace {

constexpr std::size_t hash_digits = 32;

}  // namespace

std::optional<SecretBytes> decode_api_hash(std::string_view text) {
    const bool fits = text.size() == hash_digits || text.size() == 48 || text.size() == 64;
    return fits ? decode_hex(text) : std::nullopt;
}

bool stands_for_api_hash(std::string_view text) {
    return text.size() > hash_digits && decode_api_hash(text);
}

}  // namespace tgferry::core
