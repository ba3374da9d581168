#include "formats/tdata/add.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/random.hpp"
#include "formats/tdata/account_files.hpp"
#include "formats/tdata/names.hpp"
#include "formats/tdata/read.hpp"

namespace tgferry::formats::tdata {
namespace {

/// New files must open in the program that wrote the folder, which may be an old one. Never above its
/// version.
Stamp stamp_for(std::int32_t version) {
    const bool old = version >= narrow_version && version < wide_version;
    return old ? Stamp{version, IdForm::narrow} : Stamp{wide_version, IdForm::wide};
}

/// The lowest index that is free, if possible without files left over from an account that was there once.
std::int32_t free_index(const Folder& folder, const std::string& data_name, const AccountList& list) {
    const auto is_listed = [&](std::int32_t index) {
        return std::ranges::find(list.indices, index) != list.indices.end();
    };
    std::int32_t free = -1;
    for (std::int32_t index = 0; index < static_cast<std::int32_t>(max_accounts); ++index) {
        if (is_listed(index)) continue;
        const std::string base = account_base(folder, data_name, index);
        if (!folder.has(base) && !folder.has(base + "/map") && !folder.has(base + "/config")) return index;
        if (free < 0) free = index;
    }
    return free;
}

Result<void> check_new(const Session& session, std::span<const Session> there, IdForm form) {
    if (auto whole = check_account(session); !whole) return whole;
    if (!fits(session, form)) {
        return fail(
            ErrorCode::invalid_argument,
            fmt::format("the user id {} does not fit the form of the Telegram Desktop that wrote the folder",
                        *session.user.id),
            "let Telegram Desktop 2.7.2 or newer open the folder first");
    }
    for (const Session& other : there) {
        if (!same_account(other, session)) continue;
        return fail(ErrorCode::exists,
                    fmt::format("the folder already holds the account of user {}", *session.user.id),
                    "log it out in Telegram Desktop first, or write a folder of its own");
    }
    return {};
}

/// The accounts that can be read, and what is doubtful about the folder; no account where nobody is logged
/// in.
Result<Bundle> read_there(const Folder& folder, const Unlocked& unlocked) {
    auto bundle = read_accounts(folder, unlocked, {});
    if (bundle || bundle.error().code != ErrorCode::not_logged_in) return bundle;
    return Bundle{.warnings = unlocked.warnings};
}

}  // namespace

Result<Artifact> add_accounts(const Folder& folder, const Unlocked& unlocked, const ToWrite& what,
                              Random random) {
    const std::int32_t version = unlocked.key_file.content.version;
    const Stamp stamp = stamp_for(version);
    auto there = read_there(folder, unlocked);
    if (!there) return std::unexpected(std::move(there.error()));
    AccountList list = unlocked.list;
    Artifact out{.warnings = std::move(there->warnings)};
    for (const Session* session : what.sessions) {
        if (auto allowed = check_new(*session, there->sessions, stamp.form); !allowed) {
            return std::unexpected(std::move(allowed.error()));
        }
        const std::int32_t index = free_index(folder, unlocked.data_name, list);
        if (index < 0 || list.indices.size() >= max_accounts) {
            return fail(
                ErrorCode::invalid_argument,
                fmt::format("the folder would have more than {} accounts, which Telegram Desktop refuses",
                            max_accounts),
                "write a folder of its own");
        }
        const bool left_over = folder.has(account_base(folder, unlocked.data_name, index) + "/config");
        auto put = put_account(out.files, *session, account_name(unlocked.data_name, index), unlocked.key,
                               stamp, random, left_over, out.warnings);
        if (!put) return std::unexpected(std::move(put.error()));
        list.indices.push_back(index);
        there->sessions.push_back(*session);
    }
    warn_of_many(list, out.warnings);
    const auto parts = parse_key_data(unlocked.key_file.content.body);
    if (!parts) return std::unexpected(parts.error());
    auto file = make_key_data(version, *parts, unlocked.key, list, random);
    if (!file) return std::unexpected(std::move(file.error()));
    out.last = "key_" + unlocked.data_name + "s";
    out.files.insert_or_assign(out.last, std::move(*file));
    return out;
}

Result<Artifact> add_to_folder(const Probe& probe, const ToWrite& what, const ReadOptions& existing,
                               const WriteOptions&) {
    const auto opened = open_folder(probe, existing);
    if (!opened) return std::unexpected(opened.error());
    const auto& [folder, unlocked] = *opened;
    if (unlocked.single_account) {
        return std::unexpected(Error{.code = ErrorCode::unsupported_version,
                                     .message =
                                         "tdata: the folder is one of Telegram Desktop before 2.1.14, which "
                                         "holds one account only",
                                     .file = folder.label(""),
                                     .hint = "let a newer Telegram Desktop open the folder first"});
    }
    auto added = add_accounts(folder, unlocked, what, crypto::random_bytes);
    if (!added || folder.prefix().empty()) return added;
    Artifact out{.warnings = std::move(added->warnings), .last = folder.prefix() + added->last};
    for (auto& [name, bytes] : added->files) out.files.emplace(folder.prefix() + name, std::move(bytes));
    return out;
}

}  // namespace tgferry::formats::tdata
