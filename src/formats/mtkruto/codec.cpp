#include "formats/mtkruto/codec.hpp"

#include <fmt/format.h>

#include "core/base64.hpp"
#include "core/cursor.hpp"
#include "core/decimal.hpp"
#include "core/utf8.hpp"

namespace tgferry::formats::mtkruto {
namespace {

/// Takes what stands before the next newline, and the newline. At the end of the text, the rest.
std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

/// Takes as many characters as fill `units` UTF-16 units.
std::optional<std::string_view> take_units(std::string_view& text, std::size_t units) {
    std::size_t bytes = 0;
    while (units > 0) {
        const auto next = core::first_character(text.substr(bytes));
        const std::size_t width = next && next->code > 0xffff ? 2 : 1;
        if (!next || width > units) return std::nullopt;
        bytes += next->size;
        units -= width;
    }
    const std::string_view taken = text.substr(0, bytes);
    text.remove_prefix(bytes);
    return taken;
}

std::optional<std::string_view> take_counted(std::string_view& text) {
    const bool ends = text.find('\n') != std::string_view::npos;
    const auto units = core::parse_decimal<std::uint32_t>(take_line(text));
    return ends && units ? take_units(text, *units) : std::nullopt;
}

std::optional<Value> take_current(std::string_view& text) {
    const auto item = take_counted(text);
    return item ? parse_value(*item) : std::nullopt;
}

std::optional<Value> take_old(std::string_view& text) {
    const auto kind = parse_value(text.substr(0, 1));
    if (!kind) return std::nullopt;
    text.remove_prefix(1);
    if (kind->kind != Kind::text && kind->kind != Kind::bytes && kind->kind != Kind::array) {
        return Value{kind->kind, take_line(text)};
    }
    const auto content = take_counted(text);
    if (!content) return std::nullopt;
    if (!text.empty() && !take_line(text).empty()) return std::nullopt;
    return Value{kind->kind, *content};
}

}  // namespace

std::optional<Value> parse_value(std::string_view text) {
    if (text.empty() || text[0] < '0' || text[0] > '7') return std::nullopt;
    return Value{static_cast<Kind>(text[0]), text.substr(1)};
}

std::optional<std::vector<Value>> items_of(const Value& value, Codec codec) {
    if (value.kind != Kind::array && value.kind != Kind::object) return std::nullopt;
    std::vector<Value> items;
    for (std::string_view left = value.content; !left.empty();) {
        const auto item = codec == Codec::current ? take_current(left) : take_old(left);
        if (!item) return std::nullopt;
        items.push_back(*item);
    }
    return items;
}

std::optional<Value> member_of(const Value& object, std::string_view name, Codec codec) {
    if (object.kind != Kind::object) return std::nullopt;
    const auto members = items_of(object, codec);
    if (!members) return std::nullopt;
    for (const Value& member : *members) {
        const auto pair = items_of(member, codec);
        if (pair && pair->size() == 2 && (*pair)[0].kind == Kind::text && (*pair)[0].content == name) {
            return (*pair)[1];
        }
    }
    return std::nullopt;
}

std::optional<std::int64_t> as_whole(const Value& value) {
    if (value.kind != Kind::number && value.kind != Kind::bigint) return std::nullopt;
    return core::parse_decimal(value.content);
}

std::optional<bool> as_boolean(const Value& value) {
    if (value.kind != Kind::boolean || (value.content != "0" && value.content != "1")) return std::nullopt;
    return value.content == "1";
}

std::optional<SecretBytes> as_bytes(const Value& value) {
    if (value.kind != Kind::bytes) return std::nullopt;
    if (value.content.empty()) return SecretBytes();
    auto decoded = core::decode_base64(value.content);
    if (!decoded) return std::nullopt;
    return std::move(decoded->bytes);
}

void append_item(core::Writer& array, Kind kind, std::string_view content) {
    array.text(std::to_string(content.size() + 1));
    array.u8('\n');
    array.u8(static_cast<std::uint8_t>(kind));
    array.text(content);
}

std::string key_text(std::initializer_list<std::string_view> parts, Codec codec) {
    if (codec == Codec::current) {
        core::Writer out(64);
        out.u8('6');
        for (const std::string_view part : parts)
            append_item(out, static_cast<Kind>(part[0]), part.substr(1));
        return std::string(core::as_text(out.view()));
    }
    std::string out;
    for (const std::string_view part : parts) {
        out += out.empty() ? '6' : '\n';
        const bool counted = part[0] == static_cast<char>(Kind::text);
        out += counted ? fmt::format("2{}\n{}", part.size() - 1, part.substr(1)) : std::string(part);
    }
    return out;
}

}  // namespace tgferry::formats::mtkruto
