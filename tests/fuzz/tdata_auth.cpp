// An account's auth file as if it had been decrypted: what is a session can be written and comes back.
#include <algorithm>

#include "formats/tdata/auth_block.hpp"
#include "fuzz/exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using namespace tgferry;
using formats::tdata::StoredAccount;

bool sound(const StoredAccount& account) {
    if (account.form.empty() || account.dc >= 10000) return false;
    for (std::size_t i = 0; i < account.keys.size(); ++i) {
        const std::int32_t dc = account.keys[i].dc;
        if (dc < 1 || dc > 999 || std::ranges::count(account.keys, dc, &DcKey::dc) != 1) return false;
    }
    return true;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::vector<Warning> warnings;
    const auto account = formats::tdata::parse_account({data, size}, warnings);
    if (!account) return 0;
    test::insist(sound(*account) ? "" : "an account that cannot be");
    const auto home = std::ranges::find(account->keys, account->dc, &DcKey::dc);
    if (home == account->keys.end() || account->user_id < 1) return 0;
    Session session{.dc = account->dc, .key = home->key};
    session.user.id = account->user_id;
    for (const DcKey& key : account->keys) {
        if (key.dc != account->dc) session.other_keys.push_back(key);
    }
    const auto made = formats::tdata::make_account(session, formats::tdata::IdForm::wide);
    const auto again = formats::tdata::parse_account(made.view(), warnings);
    const bool same = again && again->user_id == account->user_id && again->dc == account->dc &&
                      again->keys.size() == account->keys.size() && again->keys.front().key == home->key;
    test::insist(same ? "" : "the account comes back different");
    return 0;
}
