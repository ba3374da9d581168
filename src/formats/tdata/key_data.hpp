// key_data: the salt, the wrapped local key, the list of accounts.
//
//   file body   QByteArray salt (32) | QByteArray wrapped key (288) | QByteArray account list (blob) |
//   trailer wrapped key local blob of the 256-byte local key, under the key that the passcode and the salt
//   make list        i32 count | count x i32 index | i32 active, under the local key trailer     since 7.3:
//   kd2.hpp; where it holds the wrapped key, the one before it is null
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
    std::span<const std::uint8_t> salt{};
    std::span<const std::uint8_t> wrapped_key{};  ///< empty where the trailer has it
    std::span<const std::uint8_t> list{};
    std::span<const std::uint8_t> head{};     ///< all before the list; kept when the list is rewritten
    std::span<const std::uint8_t> trailer{};  ///< all behind the list; kept likewise
};
/// Errors: damaged.
[[nodiscard]] Result<KeyData> parse_key_data(std::span<const std::uint8_t> body);

/// Which accounts there are: their indices, in the order in which they are shown.
struct AccountList {
    std::vector<std::int32_t> indices{};
    std::int32_t active = 0;  ///< an index; may be none of them
    [[nodiscard]] bool has(std::int32_t index) const;
};
/// Forks of Telegram Desktop load hundreds of accounts, so only the bytes of the list bound it. Repeated and
/// negative indices are left out with a warning. Errors: damaged.
[[nodiscard]] Result<AccountList> parse_account_list(std::span<const std::uint8_t> payload,
                                                     std::vector<Warning>& warnings);

/// The most accounts that Telegram Desktop loads, and before 3.7.6. Forks of it load more.
inline constexpr std::size_t max_accounts = 6;
inline constexpr std::size_t max_accounts_before_3_7_6 = 3;
/// Says which is the oldest program that opens a folder with this stamp and list: an older one takes the key
/// file for absent and writes over it.
[[nodiscard]] Warning oldest_program(std::int32_t version, const AccountList& list);

/// The whole file. Of `around` only what is before and behind the list counts.
[[nodiscard]] Result<SecretBytes> make_key_data(std::int32_t version, const KeyData& around,
                                                const LocalKey& local, const AccountList& list,
                                                Random random);

}  // namespace tgferry::formats::tdata
