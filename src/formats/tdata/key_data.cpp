#include "formats/tdata/key_data.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formats/tdata/qt.hpp"

namespace tgferry::formats::tdata {
namespace {

/// Beyond what any version loads, and still little work.
constexpr std::int32_t max_count = 64;
constexpr std::size_t max_accounts_before_3_7_6 = 3;

/// The trailer since 7.3.
bool starts_kd2(std::span<const std::uint8_t> trailer) {
    core::Cursor in(trailer);
    return core::as_text(take_array(in, "trailer")).starts_with(std::string_view("KD2\0", 4));
}

}  // namespace

Result<KeyData> parse_key_data(std::span<const std::uint8_t> body) {
    core::Cursor in(body);
    KeyData out{};
    out.salt = take_array(in, "salt");
    if (in.ok() && out.salt.size() != salt_size) in.reject("length of the salt", 0);
    const std::size_t wrapped_at = in.offset();
    out.wrapped_key = take_array(in, "wrapped key");
    out.list = take_array(in, "account list");
    out.trailer = body.subspan(in.offset());
    constexpr std::size_t wrapped_size = 16 + 16 + local_key_size;
    const bool newer = out.wrapped_key.empty() && starts_kd2(out.trailer);
    if (in.ok() && out.wrapped_key.size() != wrapped_size && !newer) {
        in.reject("length of the wrapped key", wrapped_at);
    }
    if (!in.ok()) return in.failure("tdata key file");
    return out;
}

Result<AccountList> parse_account_list(std::span<const std::uint8_t> payload,
                                       std::vector<Warning>& warnings) {
    core::Cursor in(payload);
    AccountList out;
    const std::int32_t count = take_i32(in, "number of accounts");
    if (in.ok() && (count < 1 || count > max_count)) in.reject("number of accounts", 0);
    if (count > static_cast<std::int32_t>(max_accounts) && in.ok()) {
        warnings.push_back({"too_many_accounts", fmt::format("the folder lists {} accounts; Telegram Desktop "
                                                             "itself refuses more than {}",
                                                             count, max_accounts)});
    }
    for (std::int32_t i = 0; i < count && in.ok(); ++i) {
        const std::int32_t index = take_i32(in, "index of an account");
        if (!in.ok()) break;
        const bool repeated = std::ranges::find(out.indices, index) != out.indices.end();
        if (index < 0 || index >= max_count || repeated) {
            warnings.push_back({"account_skipped", fmt::format("the folder lists account {}, which {}", index,
                                                               repeated ? "it listed before" : "cannot be")});
            continue;
        }
        out.indices.push_back(index);
    }
    if (!in.ok()) return in.failure("tdata account list");
    if (out.indices.empty())
        return fail(ErrorCode::damaged, "tdata: the list of accounts holds none that can be");
    out.active = in.left() >= 4 ? take_i32(in, "active account") : out.indices.front();
    return out;
}

void warn_of_many(const AccountList& list, std::vector<Warning>& warnings) {
    if (list.indices.size() <= max_accounts_before_3_7_6) return;
    warnings.push_back(
        {"many_accounts", fmt::format("the folder has {} accounts; Telegram Desktop before 3.7.6 "
                                      "refuses more than {}",
                                      list.indices.size(), max_accounts_before_3_7_6)});
}

Result<SecretBytes> make_key_data(std::int32_t version, const KeyData& wrapped, const LocalKey& local,
                                  const AccountList& list, Random random) {
    core::Writer payload;
    put_i32(payload, static_cast<std::int32_t>(list.indices.size()));
    for (const std::int32_t index : list.indices) put_i32(payload, index);
    put_i32(payload, list.active);
    const auto sealed = seal_blob(local, payload.view(), random);
    if (!sealed) return std::unexpected(sealed.error());
    core::Writer body;
    put_array(body, wrapped.salt);
    put_array(body, wrapped.wrapped_key);
    put_array(body, sealed->view());
    body.bytes(wrapped.trailer);
    return make_container(version, body.view());
}

}  // namespace tgferry::formats::tdata
