#include "cli/binary_secret.hpp"

#include <fmt/format.h>

#include "core/base64.hpp"
#include "core/cursor.hpp"
#include "core/hex.hpp"

namespace tgferry::cli {
namespace {

constexpr std::string_view base64_prefix = "base64:", hex_prefix = "hex:";

std::optional<SecretBytes> decode_base64(std::string_view text) {
    auto decoded = core::decode_base64(text);
    if (!decoded) return std::nullopt;
    return std::move(decoded->bytes);
}

}  // namespace

Result<SecretText> binary_secret(SecretText text, std::string_view what) {
    const std::string_view given = reveal(text);
    const bool base64 = given.starts_with(base64_prefix), hex = given.starts_with(hex_prefix);
    if (!base64 && !hex) return text;
    const auto bytes = base64 ? decode_base64(given.substr(base64_prefix.size()))
                              : core::decode_hex(given.substr(hex_prefix.size()));
    if (bytes && !bytes->empty()) return secret_text(core::as_text(bytes->view()));
    const std::string_view form = base64 ? "base64" : "hex";
    return fail(ErrorCode::invalid_argument,
                fmt::format("the {} begins with \"{}:\", and what follows is no {}", what, form, form),
                fmt::format("a key that really begins so is given as {}", base64 ? "hex:..." : "base64:..."));
}

}  // namespace tgferry::cli
