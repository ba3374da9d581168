#include "formats/tdlib/rows.hpp"

#include "core/cursor.hpp"
#include "core/decimal.hpp"

namespace tgferry::formats::tdlib {

Tables tables_of(const Replayed& replayed) {
    Tables tables;
    for (const auto& [id, event] : replayed.live) {
        const bool login = event.type == event_type::login_row;
        if (!login && event.type != event_type::option_row) continue;
        core::Cursor in(event.data);
        const std::string_view name = core::as_text(in.tl_bytes("name"));
        const auto value = in.tl_bytes("value");
        if (in.ok() && in.left() == 0) {
            (login ? tables.login : tables.options).insert_or_assign(name, value);
        } else if (!tables.bad_row) {
            tables.bad_row = event.at;
        }
    }
    return tables;
}

std::optional<std::string_view> text_of(const Rows& rows, std::string_view name) {
    const auto row = rows.find(name);
    if (row == rows.end()) return std::nullopt;
    return core::as_text(row->second);
}

std::optional<std::int64_t> number_of(const Rows& rows, std::string_view name) {
    const auto text = text_of(rows, name);
    if (!text) return std::nullopt;
    return core::parse_decimal(*text);
}

SecretBytes make_row(std::string_view name, std::span<const std::uint8_t> value) {
    core::Writer out(name.size() + value.size() + 16);
    out.tl_bytes(core::as_bytes(name));
    out.tl_bytes(value);
    return std::move(out).finish();
}

}  // namespace tgferry::formats::tdlib
