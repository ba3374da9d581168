// How MTKruto turns keys and values of its local storages into text. A digit tells the type:
//
//   0 boolean (00, 01)   1 number   2 string   3 bigint   4 date (ms)   5 bytes (base64)   6 array
//   7 object: an array of [name, value]
//
// Items of an array, since 0.90.0 (January 2026): LENGTH "\n" ITEM, one behind the other. Before, joined by
// "\n": strings, bytes and arrays as DIGIT LENGTH "\n" CONTENT, others as DIGIT CONTENT. Lengths count UTF-16
// units.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <tgferry/secret.hpp>
#include <vector>

#include "core/writer.hpp"

namespace tgferry::formats::mtkruto {

enum class Codec : std::uint8_t { current, old };

enum class Kind : char {
    boolean = '0',
    number = '1',
    text = '2',
    bigint = '3',
    date = '4',
    bytes = '5',
    array = '6',
    object = '7',
};

/// A view of the text that it was read from.
struct Value {
    Kind kind = Kind::text;
    std::string_view content{};  ///< behind the digit
};

/// Nothing where the text does not begin with a type's digit.
[[nodiscard]] std::optional<Value> parse_value(std::string_view text);

/// Of an array, or of an object, whose items are arrays of a name and a value. Nothing where the lengths do
/// not add up, and for other kinds.
[[nodiscard]] std::optional<std::vector<Value>> items_of(const Value& value, Codec codec);
/// Nothing where there is none, and for what is no object.
[[nodiscard]] std::optional<Value> member_of(const Value& object, std::string_view name, Codec codec);

/// A whole number, of the kinds number and bigint.
[[nodiscard]] std::optional<std::int64_t> as_whole(const Value& value);
[[nodiscard]] std::optional<bool> as_boolean(const Value& value);
/// Empty bytes are bytes too.
[[nodiscard]] std::optional<SecretBytes> as_bytes(const Value& value);

/// A key: its parts are values in text, "2auth".
[[nodiscard]] std::string key_text(std::initializer_list<std::string_view> parts, Codec codec);

/// Adds an item to an array in the current codec. What tgferry writes is ASCII, where bytes are units.
void append_item(core::Writer& array, Kind kind, std::string_view content);

}  // namespace tgferry::formats::mtkruto
