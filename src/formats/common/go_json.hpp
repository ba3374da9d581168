// JSON as Go's encoding/json reads it into structs: names match in any case, what is missing or null is zero,
// a value of another type is an error, and []byte is base64.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tgferry/result.hpp>
#include <tgferry/secret.hpp>

#include "core/json.hpp"

namespace tgferry::formats::go {

/// The member of that name, or else one whose name differs only in case; null where there is none or it is
/// JSON null.
[[nodiscard]] const core::Json* member(const core::Json& object, std::string_view name);

/// Whether there is such a member, and be it null: Go writes null for a slice that is nothing.
[[nodiscard]] bool has(const core::Json& object, std::string_view name);

/// []byte as Go writes it.
[[nodiscard]] SecretText base64(std::span<const std::uint8_t> bytes);

/// An object whose members are read as a struct's. What has another type reads as zero; the first such member
/// is remembered, and the caller asks once, at the end.
class Struct {
  public:
    /// `object` must outlive it; what is no object has no members.
    explicit Struct(const core::Json& object) : object_(object) {}

    [[nodiscard]] std::int64_t integer(std::string_view name);
    /// Also 0, 1 and texts, which Go refuses.
    [[nodiscard]] bool boolean(std::string_view name);
    [[nodiscard]] std::string text(std::string_view name);
    /// Standard base64 is what Go reads; the other alphabet and missing padding are forgiven.
    [[nodiscard]] SecretBytes bytes(std::string_view name);

    /// `damaged`, naming the member; nothing where all had their types.
    [[nodiscard]] const std::optional<Error>& error() const noexcept { return error_; }

  private:
    void reject(std::string_view name, const char* wanted);

    const core::Json& object_;
    std::optional<Error> error_{};
};

}  // namespace tgferry::formats::go
