#include "formats/common/go_json.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base64.hpp"
#include "formats/common/flags.hpp"
#include "formats/common/peer_rows.hpp"

namespace tgferry::formats::go {

using core::Json;

const Json* member(const Json& object, std::string_view name) {
    if (const Json* exact = core::member(object, name)) return exact;
    if (!object.is_object()) return nullptr;
    const std::string wanted = lower_case(name);
    for (const auto& [key, value] : object.items()) {
        if (key.size() == wanted.size() && lower_case(key) == wanted && !value.is_null()) return &value;
    }
    return nullptr;
}

bool has(const Json& object, std::string_view name) {
    if (!object.is_object()) return false;
    const std::string wanted = lower_case(name);
    return std::ranges::any_of(object.items(), [&](const auto& item) {
        return item.key().size() == wanted.size() && lower_case(item.key()) == wanted;
    });
}

SecretText base64(std::span<const std::uint8_t> bytes) {
    return core::encode_base64(bytes, core::Alphabet::standard, core::Padding::keep);
}

void Struct::reject(std::string_view name, const char* wanted) {
    if (error_) return;
    error_ =
        Error{.code = ErrorCode::damaged, .message = fmt::format("the member {} is no {}", name, wanted)};
}

std::int64_t Struct::integer(std::string_view name) {
    const Json* value = member(object_, name);
    if (!value) return 0;
    const bool fits = value->is_number_integer() &&
                      (!value->is_number_unsigned() || value->get<std::uint64_t>() <= INT64_MAX);
    if (fits) return value->get<std::int64_t>();
    reject(name, "integer of 64 bits");
    return 0;
}

bool Struct::boolean(std::string_view name) {
    const Json* value = member(object_, name);
    if (!value) return false;
    if (const auto flag = flag_of(*value)) return *flag;
    reject(name, "true or false");
    return false;
}

std::string Struct::text(std::string_view name) {
    const Json* value = member(object_, name);
    if (!value) return {};
    if (value->is_string()) return value->get<std::string>();
    reject(name, "text");
    return {};
}

SecretBytes Struct::bytes(std::string_view name) {
    const Json* value = member(object_, name);
    if (!value) return {};
    auto decoded =
        value->is_string() ? core::decode_base64(value->get_ref<const std::string&>()) : std::nullopt;
    if (decoded) return std::move(decoded->bytes);
    reject(name, "base64");
    return {};
}

}  // namespace tgferry::formats::go
