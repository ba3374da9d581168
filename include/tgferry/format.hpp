// The registry's public face: which formats there are and what each carries.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <tgferry/fields.hpp>
#include <tgferry/shape.hpp>

namespace tgferry {

/// Which addresses a format can hold.
enum class EndpointRule : std::uint8_t {
    none,        ///< no address: the DC id alone
    any,         ///< IPv4, IPv6 or a host name
    ip_literal,  ///< IPv4 or IPv6
    ipv4,        ///< IPv4 only (or only IPv4 is safe with the format's readers)
};

/// How a format tells test servers from production.
enum class TestRule : std::uint8_t {
    none,        ///< not at all
    stored,      ///< a flag
    by_address,  ///< only through an address of the test table
};

/// When a library puts the format's extension behind the file name that it is given. A file without it is one
/// that the library does not find: it opens a new, empty one beside it.
enum class Appends : std::uint8_t {
    never,         ///< it opens what it is told
    unless_there,  ///< unless the name ends in exactly that
    to_bare_name,  ///< where the name has no extension at all
};

/// What a format holds and what it cannot do without.
struct Carries {
    FieldSet fields{};
    FieldSet needs{};     ///< of a session; writing without them is refused (exit 9)
    FieldSet together{};  ///< stored all or none: where one is missing, the others are dropped with a warning
    FieldSet beside{};    ///< stored only where all of `together` are
    EndpointRule endpoint = EndpointRule::none;
    TestRule test = TestRule::none;
    bool several = false;                   ///< holds more than one account
    std::uint16_t last_port = 65535;        ///< larger ports cannot be written
    std::int64_t last_user_id = INT64_MAX;  ///< larger user ids cannot be written
    std::int32_t last_key_dc = 255;         ///< of the other keys those of larger DCs are left out
};

struct FormatInfo {
    std::string_view id;       ///< stable, as --to takes it
    std::string_view library;  ///< whose it is
    Shape shape = Shape::text;
    bool can_read = true;
    bool can_write = true;
    std::string_view extension{};  ///< of a file made from it, with the dot
    Appends appends = Appends::never;
    Carries carries{};           ///< with the default write options
    std::string_view proof{};    ///< how both directions are proven
    std::string_view summary{};  ///< one line for people
    /// The id that detection gives to what this format writes, where two libraries write one layout; empty:
    /// its own. Reading by name takes it as either.
    std::string_view detected_as{};
};

/// All formats, in the order of the documentation.
[[nodiscard]] std::span<const FormatInfo* const> all_formats() noexcept;
/// Null where there is no such id.
[[nodiscard]] const FormatInfo* find_format(std::string_view id) noexcept;

}  // namespace tgferry
