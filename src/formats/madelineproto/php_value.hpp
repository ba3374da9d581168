// Text that PHP's serialize() made, looked at where it lies: no object is made, nothing is copied.
//
//   N;  b:1;  i:-5;  d:1.5;  s:3:"abc";  a:COUNT:{KEY VALUE ...}  O:4:"Name":COUNT:{KEY VALUE ...}
//   C:4:"Name":3:{...}  E:9:"Name:Case";  r:N;  R:N;
//
// Values are numbered from 1 as they come (keys are not, and neither is R); r and R stand for an earlier one.
// Properties that are not public have a class or a star between zero bytes in front of their name.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <tgferry/result.hpp>
#include <vector>

#include "core/budget.hpp"

namespace tgferry::formats::php {

enum class Kind : std::uint8_t { null, boolean, integer, real, text, array, object, other };

struct Value {
    Kind kind = Kind::null;
    std::int64_t number = 0;  ///< of a boolean or integer
    std::string_view text{};  ///< of a text; the class of an object
    std::size_t count = 0;    ///< entries of an array or object
    std::size_t body = 0;     ///< where the entries begin
};

/// An entry's key: `text` without class or star, or where there is none, `number`.
struct Key {
    std::optional<std::string_view> text{};
    std::int64_t number = 0;
};

/// Checked from end to end when it is made, so that looking cannot fail. Refers to the bytes and
/// the budget: references can make a small file name one large object many times, each of which is looked at.
class Document {
  public:
    /// The value at the start of the bytes; what follows it is passed over, as PHP does. Errors: damaged (the
    /// offset counts from the first byte), also where values are nested deeper than PHP itself allows.
    [[nodiscard]] static Result<Document> parse(std::span<const std::uint8_t> bytes, core::Budget& budget);

    [[nodiscard]] Value root() const { return at(0); }
    /// In their order, until `visit` returns false. None for what is neither array nor object.
    void for_each(const Value& container, const std::function<bool(const Key&, const Value&)>& visit) const;
    /// The first property, or entry with a key of text, of that name.
    [[nodiscard]] std::optional<Value> member(const Value& container, std::string_view name) const;

  private:
    /// The value that begins there, or that the reference there stands for.
    [[nodiscard]] Value at(std::size_t offset) const;

    std::span<const std::uint8_t> bytes_;
    core::Budget* budget_ = nullptr;
    std::vector<std::uint32_t> starts_;  ///< of the numbered values, or of what they stand for
};

}  // namespace tgferry::formats::php
