#include "formats/tdata/write.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "formats/tdata/account_files.hpp"
#include "formats/tdata/kd2.hpp"
#include "formats/tdata/key_data.hpp"
#include "formats/tdata/names.hpp"
#include "formats/tdata/qt.hpp"

namespace tgferry::formats::tdata {
namespace {

Stamp stamp_for(TdesktopCompat compat) {
    switch (compat) {
        case TdesktopCompat::old: return {narrow_version, IdForm::narrow};
        case TdesktopCompat::v7_3: return {kd2_version, IdForm::wide};
        case TdesktopCompat::current:
        case TdesktopCompat::forks: break;
    }
    return {wide_version, IdForm::wide};
}

Result<void> check_all(const ToWrite& what, IdForm form, TdesktopCompat compat) {
    const auto sessions = what.sessions;
    if (sessions.size() > max_accounts && compat != TdesktopCompat::forks) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("{} accounts for one folder, where Telegram Desktop refuses more than {}",
                                sessions.size(), max_accounts),
                    "write several folders; for a fork that loads more: --tdesktop-compat forks");
    }
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        if (auto whole = check_account(*sessions[i]); !whole) return whole;
        if (!fits(*sessions[i], form)) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("the user id {} does not fit the form of Telegram Desktop before 2.7.2",
                                    *sessions[i]->user.id),
                        "leave out --tdesktop-compat old");
        }
        for (std::size_t k = 0; k < i; ++k) {
            if (!same_account(*sessions[k], *sessions[i])) continue;
            return fail(
                ErrorCode::invalid_argument,
                fmt::format("accounts {} and {} are the same user ({}), of which Telegram Desktop keeps "
                            "one",
                            k, i, *sessions[i]->user.id),
                "leave one of them out");
        }
    }
    return {};
}

/// What is around the list of accounts in the key file.
struct Lock {
    SecretBytes head;
    SecretBytes trailer{};
};

/// A passcode since 7.3: the wrapped key is in the trailer, and the one before the list is null.
Result<Lock> make_argon2_lock(std::string_view passcode, const FolderKeys& keys, Random random) {
    SecretBytes salt(salt_size);
    if (auto filled = random(salt.edit()); !filled) return std::unexpected(std::move(filled.error()));
    const auto key = LocalKey::derive_argon2(passcode, salt.view(), passcode_cost);
    if (!key) return std::unexpected(key.error());
    const auto wrapped = seal_blob(*key, keys.local.reveal(), random);
    if (!wrapped) return std::unexpected(wrapped.error());
    core::Writer head, trailer;
    put_array(head, keys.salt.view());
    put_null_array(head);
    put_kd2(trailer, PasscodeEntry{passcode_cost, salt.view(), wrapped->view()});
    return Lock{std::move(head).finish(), std::move(trailer).finish()};
}

Result<Lock> make_lock(const WriteOptions& options, const FolderKeys& keys, Random random) {
    const std::string_view passcode = options.passcode ? options.passcode->reveal() : "";
    const bool since_7_3 = options.tdesktop == TdesktopCompat::v7_3;
    if (since_7_3 && !passcode.empty()) return make_argon2_lock(passcode, keys, random);
    const auto wrapped = seal_blob(LocalKey::derive(passcode, keys.salt.view()), keys.local.reveal(), random);
    if (!wrapped) return std::unexpected(wrapped.error());
    core::Writer head, trailer;
    put_array(head, keys.salt.view());
    put_array(head, wrapped->view());
    if (since_7_3) put_kd2(trailer, std::nullopt);
    return Lock{std::move(head).finish(), std::move(trailer).finish()};
}

}  // namespace

Result<Artifact> make_folder(const ToWrite& what, const WriteOptions& options, const FolderKeys& keys,
                             Random random) {
    const Stamp stamp = stamp_for(options.tdesktop);
    if (auto fits = check_all(what, stamp.form, options.tdesktop); !fits) {
        return std::unexpected(std::move(fits.error()));
    }
    const std::string name = data_name(options.key_name);
    Artifact out;
    AccountList list{.active = static_cast<std::int32_t>(what.active)};
    for (const Session* session : what.sessions) {
        const auto index = static_cast<std::int32_t>(list.indices.size());
        auto put = put_account(out.files, *session, account_name(name, index), keys.local, stamp, random,
                               false, out.warnings);
        if (!put) return std::unexpected(std::move(put.error()));
        list.indices.push_back(index);
    }
    const auto lock = make_lock(options, keys, random);
    if (!lock) return std::unexpected(lock.error());
    auto file = make_key_data(stamp.version, {.head = lock->head.view(), .trailer = lock->trailer.view()},
                              keys.local, list, random);
    if (!file) return std::unexpected(std::move(file.error()));
    out.files.insert_or_assign("key_" + name + "s", std::move(*file));
    out.warnings.push_back(oldest_program(stamp.version, list));
    return out;
}

Result<Artifact> write_folder(const ToWrite& what, const WriteOptions& options) {
    if (auto available = crypto::check_available(); !available) {
        return std::unexpected(std::move(available.error()));
    }
    SecretBytes salt(salt_size), local(local_key_size);
    for (SecretBytes* bytes : {&salt, &local}) {
        auto filled = crypto::random_bytes(bytes->edit());
        if (!filled) return std::unexpected(std::move(filled.error()));
    }
    return make_folder(what, options, {std::move(salt), *LocalKey::from(local.view())}, crypto::random_bytes);
}

}  // namespace tgferry::formats::tdata
