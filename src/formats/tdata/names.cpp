#include "formats/tdata/names.hpp"

#include "core/cursor.hpp"
#include "crypto/digest.hpp"

namespace tgferry::formats::tdata {

std::string data_name(std::string_view key_name) {
    std::string out;
    for (char c : key_name) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_') out += c;
    }
    return out.empty() ? "data" : out;
}

std::string account_name(std::string_view data_name, std::int32_t index) {
    std::string out(data_name);
    std::erase(out, '#');
    if (index > 0) out.append(1, '#').append(std::to_string(std::int64_t{index} + 1));
    return out;
}

std::string hashed_name(std::string_view name) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const crypto::Md5 digest = crypto::md5({core::as_bytes(name)});
    std::string out;
    for (const std::uint8_t byte : std::span(digest).first(8)) {
        out += digits[byte & 15];
        out += digits[byte >> 4];
    }
    return out;
}

}  // namespace tgferry::formats::tdata
