#include "formats/tdata/add.hpp"

#include <fmt/format.h>

#include <unordered_set>

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
/// Telegram Desktop loads none past the sixth.
std::int32_t free_index(const Folder& folder, const std::string& data_name, const AccountList& list,
                        bool forks) {
    const std::size_t enough = list.indices.size() + max_accounts;  // of which one at least is free
    const auto end = static_cast<std::int32_t>(forks ? enough : max_accounts);
    const std::unordered_set<std::int32_t> listed(list.indices.begin(), list.indices.end());
    std::int32_t free = -1;
    for (std::int32_t index = 0; index < end; ++index) {
        if (listed.contains(index)) continue;
        const std::string base = account_base(folder, data_name, index);
        if (!folder.has(base) && !folder.has(base + "/map") && !folder.has(base + "/config")) return index;
        if (free < 0) free = index;
    }
    return free;
}

std::unexpected<Error> too_many(const AccountList& list) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("the folder has {} accounts, and Telegram Desktop refuses more than {}",
                            list.indices.size(), max_accounts),
                "write a folder of its own; for a fork that loads more: --tdesktop-compat forks");
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

/// Where nobody has logged in yet the list names accounts of which nothing was ever written.
void make_room(const Folder& folder, const std::string& data_name, AccountList& list) {
    std::erase_if(list.indices, [&](std::int32_t index) {
        const std::string base = account_base(folder, data_name, index);
        return !folder.has(base) && !folder.has(base + "/map");
    });
}

}  // namespace

Result<Artifact> add_accounts(const Folder& folder, const Unlocked& unlocked, const ToWrite& what, bool forks,
                              Random random) {
    const std::int32_t version = unlocked.key_file.content.version;
    const Stamp stamp = stamp_for(version);
    auto there = read_there(folder, unlocked);
    if (!there) return std::unexpected(std::move(there.error()));
    AccountList list = unlocked.list;
    if (there->sessions.empty()) make_room(folder, unlocked.data_name, list);
    Artifact out{.warnings = std::move(there->warnings)};
    for (const Session* session : what.sessions) {
        if (auto allowed = check_new(*session, there->sessions, stamp.form); !allowed) {
            return std::unexpected(std::move(allowed.error()));
        }
        const std::int32_t index = free_index(folder, unlocked.data_name, list, forks);
        if (index < 0 || (list.indices.size() >= max_accounts && !forks)) return too_many(list);
        const bool left_over = folder.has(account_base(folder, unlocked.data_name, index) + "/config");
        auto put = put_account(out.files, *session, account_name(unlocked.data_name, index), unlocked.key,
                               stamp, random, left_over, out.warnings);
        if (!put) return std::unexpected(std::move(put.error()));
        list.indices.push_back(index);
        if (there->sessions.empty()) list.active = index;
        there->sessions.push_back(*session);
    }
    const auto parts = parse_key_data(unlocked.key_file.content.body);
    if (!parts) return std::unexpected(parts.error());
    auto file = make_key_data(version, *parts, unlocked.key, list, random);
    if (!file) return std::unexpected(std::move(file.error()));
    out.last = folder.spelled("key_" + unlocked.data_name + "s");
    out.files.insert_or_assign(out.last, std::move(*file));
    out.warnings.push_back(oldest_program(version, list));
    return out;
}

Result<Artifact> add_to_folder(const Probe& probe, const ToWrite& what, const ReadOptions& existing,
                               const WriteOptions& options) {
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
    const bool forks = options.tdesktop == TdesktopCompat::forks;
    auto added = add_accounts(folder, unlocked, what, forks, crypto::random_bytes);
    if (!added || folder.prefix().empty()) return added;
    Artifact out{.warnings = std::move(added->warnings), .last = folder.prefix() + added->last};
    for (auto& [name, bytes] : added->files) out.files.emplace(folder.prefix() + name, std::move(bytes));
    return out;
}

}  // namespace tgferry::formats::tdata
