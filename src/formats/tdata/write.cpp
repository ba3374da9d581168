#include "formats/tdata/write.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "formats/tdata/account_files.hpp"
#include "formats/tdata/key_data.hpp"
#include "formats/tdata/names.hpp"

namespace tgferry::formats::tdata {
namespace {

Result<void> check_all(const ToWrite& what, IdForm form) {
    const auto sessions = what.sessions;
    if (sessions.size() > max_accounts) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("{} accounts for one folder, where Telegram Desktop refuses more than {}",
                                sessions.size(), max_accounts),
                    "write several folders");
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

}  // namespace

Result<Artifact> make_folder(const ToWrite& what, const WriteOptions& options, const FolderKeys& keys,
                             Random random) {
    const Stamp stamp = options.tdesktop == TdesktopCompat::old ? Stamp{narrow_version, IdForm::narrow}
                                                                : Stamp{wide_version, IdForm::wide};
    if (auto fits = check_all(what, stamp.form); !fits) return std::unexpected(std::move(fits.error()));
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
    warn_of_many(list, out.warnings);
    const std::string_view passcode = options.passcode ? options.passcode->reveal() : "";
    const auto wrapped = seal_blob(LocalKey::derive(passcode, keys.salt.view()), keys.local.reveal(), random);
    if (!wrapped) return std::unexpected(wrapped.error());
    auto file =
        make_key_data(stamp.version, {.salt = keys.salt.view(), .wrapped_key = wrapped->view(), .list = {}},
                      keys.local, list, random);
    if (!file) return std::unexpected(std::move(file.error()));
    out.files.insert_or_assign("key_" + name + "s", std::move(*file));
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
