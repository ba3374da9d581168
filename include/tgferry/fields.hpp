// The facts a session can hold, as a set: formats declare which they carry, and the loss report is the
// difference.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace tgferry {

/// One kind of fact beyond the home DC and its auth key, which every format carries.
enum class Field : std::uint8_t {
    endpoint,        ///< address and port of the home DC
    media_endpoint,  ///< address and port of the home DC's media servers
    test,            ///< the session belongs to the test servers
    other_keys,      ///< auth keys of further DCs
    user_id,
    is_bot,
    is_premium,
    phone,
    name,       ///< first and last name
    username,   ///< the first username
    usernames,  ///< the usernames after the first
    api_id,
    api_hash,
    device,          ///< device model, system version, app version
    languages,       ///< language codes and language pack
    update_state,    ///< pts, qts, date, seq of the account
    channel_pts,     ///< pts of each channel
    salts,           ///< the salt in use with each DC whose key is there: none counts without its key
    salt_dates,      ///< when a salt is valid, and so the salts to come
    peers,           ///< ids and access hashes of known peers
    peer_kinds,      ///< bot apart from user, supergroup apart from channel
    peer_username,   ///< a peer's first username
    peer_usernames,  ///< a peer's usernames after the first
    peer_phones,
    peer_names,
    peer_dates,  ///< when a peer was last seen
    takeout_id,
    created,  ///< when the session was created
    saved,    ///< when the source was last saved
    extra,    ///< members of a sidecar that tgferry does not know
};
inline constexpr std::size_t field_count = 30;

/// Stable name, as in the JSON of `formats` ("update_state").
[[nodiscard]] std::string_view field_name(Field field) noexcept;

/// A set of Field, a plain value.
class FieldSet {
  public:
    constexpr FieldSet() = default;
    constexpr FieldSet(std::initializer_list<Field> fields) {
        for (const Field f : fields) bits_ |= bit(f);
    }
    [[nodiscard]] static constexpr FieldSet all() { return FieldSet((1u << field_count) - 1); }
    [[nodiscard]] constexpr bool has(Field f) const { return (bits_ & bit(f)) != 0; }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    constexpr void add(Field f) { bits_ |= bit(f); }
    constexpr void remove(Field f) { bits_ &= ~bit(f); }
    [[nodiscard]] constexpr FieldSet operator|(FieldSet o) const { return FieldSet(bits_ | o.bits_); }
    [[nodiscard]] constexpr FieldSet operator&(FieldSet o) const { return FieldSet(bits_ & o.bits_); }
    /// What is in this set and not in `o`.
    [[nodiscard]] constexpr FieldSet operator-(FieldSet o) const { return FieldSet(bits_ & ~o.bits_); }
    constexpr bool operator==(const FieldSet&) const = default;
    /// In the order of the enum.
    [[nodiscard]] std::vector<Field> list() const;

  private:
    explicit constexpr FieldSet(std::uint32_t bits) : bits_(bits) {}
    static constexpr std::uint32_t bit(Field f) { return 1u << static_cast<unsigned>(f); }
    std::uint32_t bits_ = 0;
};

}  // namespace tgferry
