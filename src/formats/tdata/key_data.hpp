// key_data: the salt, the wrapped local key, the list of accounts.
//
//   file body   QByteArray salt (32) | QByteArray wrapped key (288) | QByteArray account list (blob)
//   wrapped key local blob of the 256-byte local key, under the key that the passcode and the salt make
//   trailer     since 7.3: QByteArray "KD2\0" ...; with a passcode it holds the wrapped key, under Argon2id,
//   and the
//               wrapped key before it is null. Known from what opentele2 2.0.0 writes.
//   list        i32 count | count x i32 index | i32 active, under the local key
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "formats/tdata/container.hpp"
#include "formats/tdata/local_key.hpp"

namespace tgferry::formats::tdata {

/// Refers to the body it was parsed from.
struct KeyData {
    std::span<const std::uint8_t> salt;
    std::span<const std::uint8_t> wrapped_key;
    std::span<const std::uint8_t> list;
    std::span<const std::uint8_t> trailer{};  ///< whatever follows; kept when the list is rewritten
    /// The layout of a passcode since 7.3, which is not read.
    [[nodiscard]] bool has_newer_passcode() const noexcept { return wrapped_key.empty(); }
};
/// Errors: damaged.
[[nodiscard]] Result<KeyData> parse_key_data(std::span<const std::uint8_t> body);

/// Which accounts there are: their indices, in the order in which they are shown.
struct AccountList {
    std::vector<std::int32_t> indices{};
    std::int32_t active = 0;  ///< an index; may be none of them
};
/// Repeated and impossible indices are left out with a warning. Errors: damaged.
[[nodiscard]] Result<AccountList> parse_account_list(std::span<const std::uint8_t> payload,
                                                     std::vector<Warning>& warnings);

/// The most accounts that Telegram Desktop loads.
inline constexpr std::size_t max_accounts = 6;
/// Warns of as many as older versions refuse.
void warn_of_many(const AccountList& list, std::vector<Warning>& warnings);

/// The whole file. `salt` and `wrapped_key` as they are to be stored.
[[nodiscard]] Result<SecretBytes> make_key_data(std::int32_t version, const KeyData& wrapped,
                                                const LocalKey& local, const AccountList& list,
                                                Random random);

}  // namespace tgferry::formats::tdata
