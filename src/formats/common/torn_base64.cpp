#include "formats/common/torn_base64.hpp"

#include <fmt/format.h>

namespace tgferry::formats {

std::string_view without_padding(std::string_view token) {
    return token.substr(0, token.find('='));
}

bool looks_like_base64(std::string_view token) {
    const std::string_view digits = without_padding(token);
    return core::decode_base64(digits.substr(0, digits.size() / 4 * 4)).has_value();
}

std::optional<core::Base64> decode_torn(std::string_view token) {
    const std::string_view digits = without_padding(token);
    if (digits.size() % 4 != 1) return std::nullopt;
    return core::decode_base64(digits.substr(0, digits.size() - 1));
}

std::string torn_sentence(std::string_view token, std::string_view what) {
    return fmt::format("{} characters, a length that no base64 has: {} that lost or gained characters",
                       without_padding(token).size(), what);
}

}  // namespace tgferry::formats
