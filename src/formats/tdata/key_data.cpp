#include "formats/tdata/key_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "formats/tdata/kd2.hpp"
#include "formats/tdata/qt.hpp"

namespace tgferry::formats::tdata {
namespace {

constexpr std::int32_t since_six_accounts = 3007006;

}  // namespace

Result<KeyData> parse_key_data(std::span<const std::uint8_t> body) {
    core::Cursor in(body);
    KeyData out{};
    out.salt = take_array(in, "salt");
    if (in.ok() && out.salt.size() != salt_size) in.reject("length of the salt", 0);
    const std::size_t wrapped_at = in.offset();
    out.wrapped_key = take_array(in, "wrapped key");
    out.head = body.first(in.offset());
    out.list = take_array(in, "account list");
    out.trailer = body.subspan(in.offset());
    const bool in_trailer = out.wrapped_key.empty() && is_kd2(out.trailer);
    if (in.ok() && out.wrapped_key.size() != wrapped_key_size && !in_trailer) {
        in.reject("length of the wrapped key", wrapped_at);
    }
    if (!in.ok()) return in.failure("tdata key file");
    return out;
}

bool AccountList::has(std::int32_t index) const {
    return std::ranges::find(indices, index) != indices.end();
}

Result<AccountList> parse_account_list(std::span<const std::uint8_t> payload,
                                       std::vector<Warning>& warnings) {
    core::Cursor in(payload);
    AccountList out;
    const std::int32_t count = take_i32(in, "number of accounts");
    const std::size_t room = in.left() / sizeof(std::int32_t);
    if (in.ok() && (count < 1 || static_cast<std::size_t>(count) > room)) {
        in.reject("number of accounts", 0);
    }
    if (!in.ok()) return in.failure("tdata account list");
    if (static_cast<std::size_t>(count) > max_accounts) {
        warnings.push_back({"too_many_accounts", fmt::format("the folder lists {} accounts; Telegram Desktop "
                                                             "itself refuses more than {}, forks of it load "
                                                             "them",
                                                             count, max_accounts)});
    }
    std::unordered_set<std::int32_t> seen;
    for (std::int32_t i = 0; i < count; ++i) {
        const std::int32_t index = take_i32(in, "index of an account");
        if (index >= 0 && seen.insert(index).second) {
            out.indices.push_back(index);
            continue;
        }
        warnings.push_back({"account_skipped", fmt::format("the folder lists account {}, which {}", index,
                                                           index < 0 ? "cannot be" : "it listed before")});
    }
    if (out.indices.empty())
        return fail(ErrorCode::damaged, "tdata: the list of accounts holds none that can be");
    out.active = in.left() >= sizeof(std::int32_t) ? take_i32(in, "active account") : out.indices.front();
    return out;
}

Warning oldest_program(std::int32_t version, const AccountList& list) {
    constexpr std::string_view code = "oldest_program";
    const std::size_t count = list.indices.size();
    if (count > max_accounts) {
        return {std::string(code),
                fmt::format("only forks of Telegram Desktop that load {} accounts open the folder; "
                            "Telegram Desktop itself refuses more than {}",
                            count, max_accounts)};
    }
    const bool many = count > max_accounts_before_3_7_6;
    const std::string oldest = version_text(many ? std::max(version, since_six_accounts) : version);
    return {
        std::string(code),
        fmt::format("Telegram Desktop {} and newer open the folder; an older one must not be started with "
                    "it, since it {}",
                    oldest,
                    many && version < since_six_accounts ? "refuses as many accounts"
                                                         : "writes over what it does not know")};
}

Result<SecretBytes> make_key_data(std::int32_t version, const KeyData& around, const LocalKey& local,
                                  const AccountList& list, Random random) {
    core::Writer payload;
    put_i32(payload, static_cast<std::int32_t>(list.indices.size()));
    for (const std::int32_t index : list.indices) put_i32(payload, index);
    put_i32(payload, list.active);
    const auto sealed = seal_blob(local, payload.view(), random);
    if (!sealed) return std::unexpected(sealed.error());
    core::Writer body;
    body.bytes(around.head);
    put_array(body, sealed->view());
    body.bytes(around.trailer);
    return make_container(version, body.view());
}

}  // namespace tgferry::formats::tdata
