#include "formats/wtelegramclient/block.hpp"

#include <algorithm>

#include "core/cursor.hpp"
#include "core/writer.hpp"
#include "crypto/digest.hpp"

namespace tgferry::formats::wtelegramclient {
namespace {

constexpr std::size_t hash_size = 32;

}  // namespace

std::optional<SecretText> open_block(std::span<const std::uint8_t> block, std::span<const std::uint8_t> key) {
    if (block.size() < crypto::aes_block) return std::nullopt;
    crypto::CbcIv iv{};
    std::ranges::copy(block.first(crypto::aes_block), iv.begin());
    const auto plain = crypto::cbc_decrypt(key, iv, block.subspan(crypto::aes_block));
    if (!plain || plain->size() < hash_size) return std::nullopt;
    const auto hash = plain->view().first(hash_size);
    const auto json = plain->view().subspan(hash_size);
    if (!equal_constant_time(crypto::sha256({json}), hash)) return std::nullopt;
    return secret_text(core::as_text(json));
}

SecretBytes seal_block(std::string_view json, std::span<const std::uint8_t> key, const crypto::CbcIv& iv) {
    const auto text = core::as_bytes(json);
    core::Writer plain(hash_size + text.size());
    plain.bytes(crypto::sha256({text}));
    plain.bytes(text);
    const SecretBytes sealed = crypto::cbc_encrypt(key, iv, plain.view());
    core::Writer out(iv.size() + sealed.size());
    out.bytes(iv);
    out.bytes(sealed.view());
    return std::move(out).finish();
}

}  // namespace tgferry::formats::wtelegramclient
