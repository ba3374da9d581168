// A tdata folder put together by hand, so that a test can bend each part of it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <tgferry/session.hpp>
#include <tgferry/source.hpp>
#include <vector>

#include "core/writer.hpp"
#include "formats/tdata/container.hpp"
#include "formats/tdata/local_key.hpp"

namespace tgferry::test {

using Payload = std::function<void(core::Writer&)>;

/// The bytes that `write` writes.
SecretBytes payload(const Payload& write);
/// The payload of an auth file in the wide form: what Telegram Desktop writes.
SecretBytes wide_account(std::uint64_t user_id, std::int32_t dc, const std::vector<DcKey>& keys);
/// The block 4b around what `write` writes.
SecretBytes auth_block(const Payload& write);
/// i32 DC and the key.
void put_key(core::Writer& out, std::int32_t dc, const AuthKey& key);

/// A blob of this plain text as it is, its own length and padding included.
SecretBytes seal_plain(const formats::tdata::LocalKey& key, std::span<const std::uint8_t> plain);

class TdataFolder {
  public:
    explicit TdataFolder(std::string_view passcode = "");

    std::int32_t version = formats::tdata::wide_version;
    std::string data_name = "data";
    SecretBytes salt;
    SecretBytes wrapped_key;  ///< as stored
    SecretBytes list;         ///< the payload; set by accounts()
    FileMap files{};          ///< finished files, but for the key file

    void accounts(const std::vector<std::int32_t>& indices, std::int32_t active);
    /// A file of the folder whose body is one blob.
    void sealed(const std::string& name, const SecretBytes& plain);
    /// The auth file of an account, by its index.
    void auth(std::int32_t index, const SecretBytes& plain);
    [[nodiscard]] std::string name_of(std::int32_t index) const;
    [[nodiscard]] const formats::tdata::LocalKey& key() const noexcept { return key_; }
    [[nodiscard]] SecretBytes seal(const SecretBytes& plain) const;
    /// Everything, the key file included.
    [[nodiscard]] FileMap all() const;

  private:
    formats::tdata::LocalKey key_;
};

/// A folder of one account: user 123456789, DC 2, with the key.
TdataFolder one_account(const AuthKey& key, std::string_view passcode = "");

}  // namespace tgferry::test
