#include "formats/common/byte_list.hpp"

#include <fmt/format.h>

namespace tgferry::formats {

std::expected<SecretBytes, std::string> read_byte_list(const core::Json& value) {
    const core::Json* data = core::member(value, "data");
    if (!data) data = &value;
    if (!data->is_array()) return std::unexpected("is no list of bytes");
    SecretBytes bytes(data->size());
    for (std::size_t i = 0; i < data->size(); ++i) {
        const core::Json& byte = (*data)[i];
        if (!byte.is_number_unsigned() || byte.get<std::uint64_t>() > 255) {
            return std::unexpected(fmt::format("holds an item {} that is no byte", i));
        }
        bytes.edit()[i] = byte.get<std::uint8_t>();
    }
    return bytes;
}

}  // namespace tgferry::formats
