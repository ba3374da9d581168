#include "formats/tdata/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/ranges.hpp"
#include "crypto/digest.hpp"
#include "formats/tdata/account_files.hpp"
#include "formats/tdata/auth_block.hpp"
#include "formats/tdata/config.hpp"
#include "formats/tdata/names.hpp"
#include "formats/tdata/qt.hpp"

namespace tgferry::formats::tdata {
namespace {

/// The only blob of an account's file, opened.
Result<Opened> open_account_file(const DataFile& file, const LocalKey& key) {
    core::Cursor in(file.content.body);
    const auto blob = take_array(in, "encrypted data");
    if (!in.ok()) return pass_on(in.failure("tdata").error(), file.name);
    auto opened = open_blob(key, blob);
    if (opened) return std::move(*opened);
    const bool other_key = opened.error() == BlobFault::key;
    return std::unexpected(Error{
        .code = ErrorCode::damaged,
        .message = other_key
                       ? "tdata: the file does not open with the folder's key: it is damaged, or belongs to "
                         "another key file"
                       : "tdata: the length of the encrypted data is not what the format allows",
        .file = file.name});
}

/// Why a slot of the list holds no account, where that is no damage.
std::unexpected<Error> not_logged_in(std::string file, std::string message, std::string hint) {
    return std::unexpected(Error{.code = ErrorCode::not_logged_in,
                                 .message = "tdata: " + std::move(message),
                                 .file = std::move(file),
                                 .hint = std::move(hint)});
}

std::string list_of_dcs(const StoredAccount& account) {
    std::string out;
    for (const DcKey& key : account.keys) out += (out.empty() ? "" : ", ") + std::to_string(key.dc);
    return out.empty() ? "none" : out;
}

class AccountReader {
  public:
    AccountReader(const Folder& folder, const Unlocked& unlocked, std::int32_t index, const Facts& facts)
        : folder_(folder),
          unlocked_(unlocked),
          facts_(facts),
          base_(account_base(folder, unlocked.data_name, index)) {}

    Result<Session> run() {
        // Telegram Desktop lists one account from the start, and writes its files at the first login.
        const bool fresh = unlocked_.list.indices.size() == 1;
        if (fresh && !folder_.has(base_) && !folder_.has(base_ + "/map")) {
            return not_logged_in(
                folder_.label(base_ + "s"),
                "nobody has logged in to this account yet, or its files were not copied",
                "log in with Telegram Desktop, or copy the whole folder, then convert again");
        }
        const auto file = folder_.open(base_);
        if (!file) return std::unexpected(file.error());
        const auto opened = open_account_file(*file, unlocked_.key);
        if (!opened) return std::unexpected(opened.error());
        auto stored = parse_account(opened->payload(), warnings);
        if (!stored) return pass_on(std::move(stored.error()), file->name + ", decrypted");
        form = stored->form;
        return to_session(std::move(*stored), *file);
    }

    std::vector<Warning> warnings{};
    std::string_view form{};
    bool has_user = false;  ///< somebody is logged in, whether a session came of it or not

  private:
    Result<Session> to_session(StoredAccount stored, const DataFile& file) {
        has_user = stored.user_id != 0;
        const bool nobody = stored.user_id == 0 && !facts_.user_id;
        if (nobody) {
            return not_logged_in(file.name, "nobody is logged in to this account",
                                 stored.keys.empty()
                                     ? "log in with Telegram Desktop, then convert again"
                                     : "if the folder comes from a program that leaves the user "
                                       "id out, supply it: --user-id N");
        }
        if (stored.dc == 0 && !stored.keys.empty()) {
            stored.dc = 2;  // what Telegram Desktop takes then
            warnings.push_back({"dc_inferred", "the account names no home DC, which means DC 2"});
        }
        const auto home = std::ranges::find(stored.keys, stored.dc, &DcKey::dc);
        if (home == stored.keys.end()) {
            return not_logged_in(file.name,
                                 fmt::format("the account holds no key of its home DC {} (keys of DCs: {})",
                                             stored.dc, list_of_dcs(stored)),
                                 "log in with Telegram Desktop, then convert again");
        }
        if (stored.dc > core::last_dc) {
            return std::unexpected(
                Error{.code = ErrorCode::damaged,
                      .message = fmt::format("tdata: the home DC is {}, which is none", stored.dc),
                      .file = file.name});
        }
        Session session{.dc = stored.dc, .key = std::move(home->key), .test = is_test()};
        stored.keys.erase(home);
        session.other_keys = std::move(stored.keys);
        if (stored.user_id != 0) session.user.id = stored.user_id;
        return session;
    }

    /// Production where nothing says otherwise, as in Telegram Desktop.
    bool is_test() {
        const std::string base = base_ + "/config";
        if (!folder_.has(base)) return false;
        const auto file = folder_.open(base);
        if (!file) return unknown_environment(file.error());
        const auto opened = open_account_file(*file, unlocked_.key);
        if (!opened) return unknown_environment(opened.error());
        const auto environment = parse_config(opened->payload());
        if (!environment) return unknown_environment(environment.error());
        return *environment == Environment::test;
    }

    bool unknown_environment(const Error& error) {
        warnings.push_back({"config_unreadable", fmt::format("the account's configs cannot be read ({}); it "
                                                             "counts as one of the production servers",
                                                             error.message)});
        return false;
    }

    const Folder& folder_;
    const Unlocked& unlocked_;
    const Facts& facts_;
    std::string base_;
};

std::unexpected<Error> nothing_read(const Bundle& bundle, const Folder& folder, Error not_logged_in) {
    if (bundle.lost.empty()) return std::unexpected(std::move(not_logged_in));
    const auto damaged = std::ranges::find_if(bundle.lost, [](const LostAccount& account) {
        return account.error.code != ErrorCode::not_logged_in;
    });
    Error error = (damaged != bundle.lost.end() ? *damaged : bundle.lost.front()).error;
    if (bundle.lost.size() == 1) return std::unexpected(std::move(error));
    error.message =
        fmt::format("none of {} accounts can be read; the first: {}", bundle.lost.size(), error.message);
    return pass_on(std::move(error), folder.label(""));
}

/// The accounts of a list, one after the other, and which of them is the active one: that which the list
/// marks. Where it marks none of its own (-1 in what others write), the first that somebody has logged in to,
/// as in Telegram Desktop. Where that one cannot be read it is lost, and no other takes its place.
class ListReader {
  public:
    ListReader(const Folder& folder, const Unlocked& unlocked, const Facts& facts)
        : folder_(folder),
          unlocked_(unlocked),
          facts_(facts),
          marked_(unlocked.list.has(unlocked.list.active)),
          bundle_{.warnings = unlocked.warnings} {}

    Result<Bundle> run() {
        for (const std::int32_t index : unlocked_.list.indices) take(index);
        if (bundle_.sessions.empty()) return nothing_read(bundle_, folder_, std::move(not_logged_in_));
        bundle_.variant =
            fmt::format("{}, {}, version {}", unlocked_.single_account ? "single account" : "key data", form_,
                        version_text(unlocked_.key_file.content.version));
        return std::move(bundle_);
    }

  private:
    void take(std::int32_t index) {
        AccountReader reader(folder_, unlocked_, index, facts_);
        auto session = reader.run();
        const bool active = !active_known_ && (!marked_ || index == unlocked_.list.active);
        const bool nobody = !session && session.error().code == ErrorCode::not_logged_in;
        const auto first = session ? users_.find({session->user.id, session->test}) : users_.end();
        const bool repeated = session && session->user.id && first != users_.end();
        const bool numbered = unlocked_.list.indices.size() > 1 && !repeated && !nobody;
        const std::size_t position = bundle_.sessions.size() + bundle_.lost.size();
        const auto warn = [&](const std::string& code, const std::string& message) {
            bundle_.warnings.push_back(
                {code, numbered ? fmt::format("account {}: {}", position, message) : message});
        };
        for (const Warning& warning : reader.warnings) warn(warning.code, warning.message);
        if (nobody && !(active && (marked_ || reader.has_user))) {
            warn("not_logged_in", session.error().text() + "; it was passed over");
            not_logged_in_ = std::move(session.error());
            return;
        }
        active_known_ = active_known_ || active;
        if (!session) {
            warn("account_lost", session.error().text());
            bundle_.lost.push_back({position, std::move(session.error()), active});
        } else if (repeated && !(bundle_.sessions[first->second].key == session->key)) {
            Error error{
                .code = ErrorCode::damaged,
                .message = fmt::format("the folder holds the user of account {} once more, with another key",
                                       bundle_.position(first->second))};
            warn("account_lost", error.text());
            bundle_.lost.push_back({position, std::move(error), active});
        } else if (repeated) {
            if (active) bundle_.active_index = first->second;
            warn("account_repeated",
                 fmt::format("the folder lists the user of account {} again; that one was passed over",
                             bundle_.position(first->second)));
        } else {
            if (active) bundle_.active_index = bundle_.sessions.size();
            if (form_.empty()) form_ = reader.form;
            users_.emplace(User{session->user.id, session->test}, bundle_.sessions.size());
            bundle_.sessions.push_back(std::move(*session));
        }
    }

    using User = std::pair<std::optional<std::int64_t>, bool>;  ///< id, and whether of the test servers

    const Folder& folder_;
    const Unlocked& unlocked_;
    const Facts& facts_;
    const bool marked_;  ///< one of the list's own is the active one
    bool active_known_ = false;
    Bundle bundle_;
    std::map<User, std::size_t> users_{};  ///< to the index of their session
    Error not_logged_in_{};
    std::string_view form_{};
};

}  // namespace

Result<Bundle> read_accounts(const Folder& folder, const Unlocked& unlocked, const Facts& facts) {
    return ListReader(folder, unlocked, facts).run();
}

Result<OpenFolder> open_folder(const Probe& probe, const ReadOptions& options) {
    if (auto available = crypto::check_available(); !available) {
        return std::unexpected(std::move(available.error()));
    }
    const auto folder = Folder::find(probe.input(), options.key_name);
    if (!folder) {
        return std::unexpected(Error{.code = ErrorCode::unrecognised,
                                     .message = "tdata: neither a key file nor a map is there",
                                     .file = probe.input().label(),
                                     .hint = "name the folder tdata itself, or the one that holds it"});
    }
    auto unlocked = unlock(*folder, options, *probe.derived());
    if (!unlocked) return std::unexpected(std::move(unlocked.error()));
    return OpenFolder{*folder, std::move(*unlocked)};
}

Result<Bundle> read_folder(const Probe& probe, const ReadOptions& options) {
    const auto opened = open_folder(probe, options);
    if (opened) return read_accounts(opened->folder, opened->unlocked, options.facts);
    if (options.accept_locked && opened.error().code == ErrorCode::passcode_required) {
        return Bundle{.locked = true, .variant = "locked with a passcode"};
    }
    return std::unexpected(opened.error());
}

}  // namespace tgferry::formats::tdata
