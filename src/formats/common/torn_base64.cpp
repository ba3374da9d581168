#include "formats/common/torn_base64.hpp"

#include <fmt/format.h>

namespace tgferry::formats {

std::string_view without_padding(std::string_view token) {
    return token.substr(0, token.find('='));
}

std::optional<core::Base64> decode_torn(std::string_view token) {
    if (!core::is_base64_text(token)) return std::nullopt;
    const std::string_view digits = without_padding(token);
    if (digits.size() % 4 != 1) return std::nullopt;
    return core::decode_base64(digits.substr(0, digits.size() - 1));
}

std::string torn_sentence(std::string_view token, std::string_view what) {
    return fmt::format("{} characters, a length that no base64 has: {} that lost or gained characters",
                       without_padding(token).size(), what);
}

}  // namespace tgferry::formats
