#include "formats/tdata/unlock.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/hex.hpp"
#include "crypto/digest.hpp"
#include "formats/tdata/names.hpp"
#include "formats/tdata/qt.hpp"

namespace tgferry::formats::tdata {
namespace {

using Derive = LocalKey (*)(std::string_view passcode, std::span<const std::uint8_t> salt);

/// SHA-256 of the local key that opentele and opentele2 give to every folder, printed in their source.
constexpr std::string_view published_key = "e7930447122076356b6c19f113f559ccb387b867026d2b1261559e9cc418f172";

void check_version(const DataFile& file, std::vector<Warning>& warnings) {
    const std::int32_t version = file.content.version;
    if (version > newest_known_version) {
        warnings.push_back(
            {"newer_version", fmt::format("the folder was written by Telegram Desktop {}; the "
                                          "newest one known here is {}",
                                          version_text(version), version_text(newest_known_version))});
    } else if (version <= 0) {
        warnings.push_back({"odd_version", fmt::format("the key file names {} as its version", version)});
    }
}

void check_published(const LocalKey& key, std::vector<Warning>& warnings) {
    if (reveal(core::encode_hex(crypto::sha256({key.reveal()}))) != published_key) return;
    warnings.push_back(
        {"published_local_key",
         "the folder is encrypted with a key that is printed in the source of opentele: whoever "
         "gets the files can read them, even where a passcode was set later"});
}

std::unexpected<Error> locked(const DataFile& file, bool given) {
    if (!given) {
        return std::unexpected(Error{.code = ErrorCode::passcode_required,
                                     .message = "tdata: the folder is locked with a local passcode",
                                     .file = file.name,
                                     .hint = "give the passcode: --passcode-file, --passcode-fd or "
                                             "--passcode-env, or type it when asked"});
    }
    return std::unexpected(Error{.code = ErrorCode::passcode_wrong,
                                 .message = "tdata: the passcode does not open the folder",
                                 .file = file.name,
                                 .hint = "give the passcode exactly as it is typed into Telegram Desktop"});
}

bool is_given(const std::optional<Passcode>& passcode) {
    return passcode && !passcode->reveal().empty();
}

std::unexpected<Error> newer_passcode(const DataFile& file, bool given) {
    if (!given) return locked(file, false);
    return std::unexpected(
        Error{.code = ErrorCode::unsupported_version,
              .message = fmt::format("tdata: the passcode protection of Telegram Desktop {} is "
                                     "not read",
                                     version_text(file.content.version)),
              .file = file.name,
              .hint = "turn the local passcode off in Telegram Desktop, then convert again"});
}

/// The wrapped key under no passcode, then under the given one.
Result<LocalKey> unwrap(const DataFile& file, Derive derive, std::span<const std::uint8_t> salt,
                        std::span<const std::uint8_t> wrapped, const std::optional<Passcode>& passcode,
                        std::vector<Warning>& warnings) {
    const bool given = is_given(passcode);
    auto opened = open_blob(derive("", salt), wrapped);
    if (opened && given) {
        warnings.push_back({"passcode_unused", "the folder has no passcode; the given one was not needed"});
    } else if (!opened && opened.error() == BlobFault::key && given) {
        opened = open_blob(derive(passcode->reveal(), salt), wrapped);
    }
    if (!opened && opened.error() == BlobFault::key) return locked(file, given);
    auto key = opened ? LocalKey::from(opened->payload()) : std::nullopt;
    if (key) return std::move(*key);
    return std::unexpected(Error{.code = ErrorCode::damaged,
                                 .message = "tdata: the wrapped key is not one of 256 bytes",
                                 .file = file.name});
}

Result<AccountList> open_list(const DataFile& file, const LocalKey& key, std::span<const std::uint8_t> blob,
                              std::vector<Warning>& warnings) {
    const auto opened = open_blob(key, blob);
    if (!opened) {
        return std::unexpected(
            Error{.code = ErrorCode::damaged,
                  .message = "tdata: the list of accounts does not open with the folder's key",
                  .file = file.name});
    }
    auto list = parse_account_list(opened->payload(), warnings);
    if (!list) return pass_on(std::move(list.error()), file.name);
    return list;
}

Result<Unlocked> unlock_key_data(const Folder& folder, const std::string& name, const ReadOptions& options) {
    auto file = folder.open("key_" + name);
    if (!file) return std::unexpected(std::move(file.error()));
    const auto parts = parse_key_data(file->content.body);
    if (!parts) return pass_on(parts.error(), file->name);
    if (parts->has_newer_passcode()) return newer_passcode(*file, is_given(options.passcode));
    std::vector<Warning> warnings;
    auto key = unwrap(*file, LocalKey::derive, parts->salt, parts->wrapped_key, options.passcode, warnings);
    if (!key) return std::unexpected(std::move(key.error()));
    auto list = open_list(*file, *key, parts->list, warnings);
    if (!list) return std::unexpected(std::move(list.error()));
    return Unlocked{.data_name = name,
                    .key_file = std::move(*file),
                    .key = std::move(*key),
                    .list = std::move(*list),
                    .warnings = std::move(warnings)};
}

/// Before 2.1.14 the map of the only account holds the local key.
Result<Unlocked> unlock_single_account(const Folder& folder, const std::string& name,
                                       const ReadOptions& options) {
    auto file = folder.open(hashed_name(account_name(name, 0)) + "/map");
    if (!file) return std::unexpected(std::move(file.error()));
    core::Cursor in(file->content.body);
    const auto salt = take_array(in, "salt");
    const auto wrapped = take_array(in, "wrapped key");
    if (!in.ok()) return pass_on(in.failure("tdata map").error(), file->name);
    if (salt.empty() && wrapped.empty()) {
        return std::unexpected(
            Error{.code = ErrorCode::damaged,
                  .message = fmt::format("tdata: key_{}s is missing, and nothing can be read "
                                         "without it",
                                         name),
                  .file = folder.label(""),
                  .hint = "copy the whole folder, with Telegram Desktop closed"});
    }
    if (salt.size() != salt_size) {
        return std::unexpected(
            Error{.code = ErrorCode::damaged,
                  .message = fmt::format("tdata map: the salt has {} bytes, not {}", salt.size(), salt_size),
                  .file = file->name,
                  .offset = 8});
    }
    std::vector<Warning> warnings;
    auto key = unwrap(*file, LocalKey::derive_legacy, salt, wrapped, options.passcode, warnings);
    if (!key) return std::unexpected(std::move(key.error()));
    return Unlocked{.data_name = name,
                    .key_file = std::move(*file),
                    .key = std::move(*key),
                    .list = {.indices = {0}},
                    .single_account = true,
                    .warnings = std::move(warnings)};
}

}  // namespace

Result<std::string> choose_data_name(const Folder& folder, const std::string& key_name) {
    const auto& names = folder.data_names();
    const auto there = [&](const std::string& name) { return std::ranges::find(names, name) != names.end(); };
    std::string normal = data_name(key_name);
    if (names.empty() || there(normal)) return normal;
    if (!key_name.empty() && there(key_name)) return key_name;
    if (key_name.empty() && names.size() == 1) return names.front();
    const auto code = key_name.empty() ? ErrorCode::invalid_argument : ErrorCode::cannot_read;
    return std::unexpected(
        Error{.code = code,
              .message = key_name.empty() ? "tdata: the folder holds the data of several key names"
                                          : fmt::format("tdata: the folder holds no key_{}s", normal),
              .file = folder.label(""),
              .hint = fmt::format("name one that is there: --key-name {}", fmt::join(names, " or "))});
}

Result<Unlocked> unlock(const Folder& folder, const ReadOptions& options) {
    const auto name = choose_data_name(folder, options.key_name);
    if (!name) return std::unexpected(name.error());
    auto unlocked = folder.data_names().empty() ? unlock_single_account(folder, *name, options)
                                                : unlock_key_data(folder, *name, options);
    if (!unlocked) return unlocked;
    check_version(unlocked->key_file, unlocked->warnings);
    check_published(unlocked->key, unlocked->warnings);
    return unlocked;
}

}  // namespace tgferry::formats::tdata
