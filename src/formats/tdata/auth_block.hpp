// An account's auth file, decrypted: who it is and its keys.
//
//   payload    blocks: u32 id, then what the id demands; since 2017 the block 4b alone: QByteArray auth
//   auth       wide form (since 2.7.2): eight bytes ff | u64 user id | i32 home DC | keys | keys to destroy
//              narrow form: i32 user id | i32 home DC | keys | keys to destroy
//   keys       i32 count | count x (i32 DC, 256 bytes)
//   before 2017: blocks 00 (i32 DC, 256 bytes) and 01 (i32 user id, u32 home DC)
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <tgferry/session.hpp>

namespace tgferry::formats::tdata {

struct StoredAccount {
    std::int64_t user_id = 0;  ///< 0 = nobody is logged in
    std::int32_t dc = 0;       ///< 0 = not set, below 0 = none
    std::vector<DcKey> keys{};
    std::string_view form{};  ///< "wide ids", "narrow ids" or "old blocks"
};
/// Keys that Telegram Desktop is about to destroy are counted in a warning and never returned. Errors:
/// damaged, unsupported_version (an unknown block).
[[nodiscard]] Result<StoredAccount> parse_account(std::span<const std::uint8_t> payload,
                                                  std::vector<Warning>& warnings);

enum class IdForm : std::uint8_t { wide, narrow };

/// The payload for a session, its home key first. The user id is there and fits the form.
[[nodiscard]] SecretBytes make_account(const Session& session, IdForm form);

}  // namespace tgferry::formats::tdata
