// Goes over serialised text, one value after the other: what php_value.hpp is made of.
#pragma once

#include "formats/madelineproto/php_value.hpp"

namespace tgferry::formats::php {

/// What stands at the start of a value.
struct Head {
    Value value{};
    std::uint64_t reference = 0;  ///< the number of the value that this one stands for; 0 for none
    bool numbered = true;         ///< all but R
};

/// Remembers the first thing that is wrong; after it nothing more is read.
class Scanner {
  public:
    Scanner(std::span<const std::uint8_t> bytes, std::size_t offset, core::Budget& budget);

    /// A value; of an array or object what stands before its entries.
    std::optional<Head> head();
    std::optional<Key> key();
    /// After the head of an array or object: all of its entries with all that is in them, and its end. Where
    /// `starts` is given it gets the place of each numbered value, and references are checked against it.
    bool pass_entries(const Value& container, std::vector<std::uint32_t>* starts);

    [[nodiscard]] std::size_t offset() const noexcept { return offset_; }
    /// Where and what, for people.
    [[nodiscard]] std::size_t failed_at() const noexcept { return failed_at_; }
    [[nodiscard]] const char* failure() const noexcept { return failure_; }

  private:
    bool fail(const char* what);
    bool expect(char c);
    std::optional<std::int64_t> integer(char end);
    std::optional<std::size_t> size(char end);
    std::optional<std::string_view> quoted();
    std::optional<Head> simple(char type);
    std::optional<Head> container(char type);
    std::optional<Head> custom();
    bool enter(const Head& head, std::size_t start, std::vector<std::uint32_t>* starts);

    std::string_view text_;
    core::Budget& budget_;
    std::size_t offset_;
    std::size_t failed_at_ = 0;
    const char* failure_ = nullptr;
};

}  // namespace tgferry::formats::php
