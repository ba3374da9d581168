#include "formats/tdata/unlock.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/hex.hpp"
#include "crypto/digest.hpp"
#include "formats/tdata/kd2.hpp"
#include "formats/tdata/names.hpp"
#include "formats/tdata/qt.hpp"

namespace tgferry::formats::tdata {
namespace {

/// SHA-256 of the local key that opentele and opentele2 give to every folder, printed in their source.
constexpr std::string_view published_key = "e7930447122076356b6c19f113f559ccb387b867026d2b1261559e9cc418f172";

void check_version(const DataFile& file, std::vector<Warning>& warnings) {
    const std::int32_t version = file.content.version;
    if (version > newest_known_version) {
        warnings.push_back(
            {"newer_version",
             fmt::format("the folder was written by Telegram Desktop {}; the "
                         "newest one known here is {}, of {}",
                         version_text(version), version_text(newest_known_version), newest_known_on)});
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

enum class PasscodeKey : std::uint8_t { pbkdf2_sha1, pbkdf2_sha512, argon2id };

/// How a passcode becomes the key that wraps the local key, and what that key wraps.
struct Lock {
    PasscodeKey kind;
    crypto::Argon2Cost cost{};  ///< of PasscodeKey::argon2id
    std::span<const std::uint8_t> salt;
    std::span<const std::uint8_t> wrapped;
};

/// Everything that the key follows from.
SecretBytes origin(const Lock& lock, std::string_view passcode) {
    core::Writer out;
    out.u8(static_cast<std::uint8_t>(lock.kind));
    out.u32_be(lock.cost.memory_kib);
    out.u32_be(lock.cost.passes);
    out.u32_be(lock.cost.lanes);
    put_array(out, lock.salt);
    out.text(passcode);
    return std::move(out).finish();
}

Result<LocalKey> derive(const Lock& lock, std::string_view passcode) {
    switch (lock.kind) {
        case PasscodeKey::pbkdf2_sha1: return LocalKey::derive_legacy(passcode, lock.salt);
        case PasscodeKey::pbkdf2_sha512: return LocalKey::derive(passcode, lock.salt);
        case PasscodeKey::argon2id: break;
    }
    return LocalKey::derive_argon2(passcode, lock.salt, lock.cost);
}

/// The same, but once for each call on an input.
Result<LocalKey> derive_once(const Lock& lock, std::string_view passcode, DerivedKeys& derived) {
    SecretBytes from = origin(lock, passcode);
    if (const SecretBytes* known = derived.find(from)) return std::move(*LocalKey::from(known->view()));
    auto key = derive(lock, passcode);
    if (key) derived.keep(std::move(from), SecretBytes(key->reveal()));
    return key;
}

/// The wrapped key under no passcode, then under the given one.
Result<LocalKey> unwrap(const DataFile& file, const Lock& lock, const std::optional<Passcode>& passcode,
                        DerivedKeys& derived, std::vector<Warning>& warnings) {
    const bool given = is_given(passcode);
    std::expected<Opened, BlobFault> opened = std::unexpected(BlobFault::key);
    if (lock.kind != PasscodeKey::argon2id) {  // that one is there only where a passcode is
        const auto without = derive(lock, "");
        if (!without) return std::unexpected(without.error());
        opened = open_blob(*without, lock.wrapped);
    }
    if (opened && given) {
        warnings.push_back({"passcode_unused", "the folder has no passcode; the given one was not needed"});
    } else if (!opened && opened.error() == BlobFault::key && given) {
        const auto with = derive_once(lock, passcode->reveal(), derived);
        if (!with) return pass_on(with.error(), file.name);
        opened = open_blob(*with, lock.wrapped);
    }
    if (!opened && opened.error() == BlobFault::key) return locked(file, given);
    auto key = opened ? LocalKey::from(opened->payload()) : std::nullopt;
    if (key) return std::move(*key);
    return std::unexpected(Error{.code = ErrorCode::damaged,
                                 .message = "tdata: the wrapped key is not one of 256 bytes",
                                 .file = file.name});
}

/// Each account of the list is looked for in the folder, so the list must not be endless. Forks of Telegram
/// Desktop that load 1338 accounts have key files of 6 KB.
Result<void> check_size(const DataFile& file, std::uint32_t max_cost) {
    constexpr std::size_t most = std::size_t{256} << 10;
    if (file.bytes.size() <= most * max_cost) return {};
    return std::unexpected(Error{
        .code = ErrorCode::too_costly,
        .message = fmt::format("tdata: {} bytes list more accounts than any program has", file.bytes.size()),
        .file = file.name,
        .hint = "for a folder that you trust, raise the limit: --max-cost N"});
}

/// Since 7.3 a passcode's lock is in the trailer.
Result<Lock> find_lock(const KeyData& parts, std::uint32_t max_cost) {
    if (!parts.wrapped_key.empty()) {
        return Lock{.kind = PasscodeKey::pbkdf2_sha512, .salt = parts.salt, .wrapped = parts.wrapped_key};
    }
    const auto entry = parse_kd2(parts.trailer);
    if (!entry) return std::unexpected(entry.error());
    if (!*entry) return fail(ErrorCode::damaged, "tdata: the key file holds no wrapped key");
    auto affordable = check_cost((*entry)->cost, max_cost);
    if (!affordable) return std::unexpected(std::move(affordable.error()));
    return Lock{PasscodeKey::argon2id, (*entry)->cost, (*entry)->salt, (*entry)->wrapped_key};
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

Result<Unlocked> unlock_key_data(const Folder& folder, const std::string& name, const ReadOptions& options,
                                 DerivedKeys& derived) {
    auto file = folder.open("key_" + name);
    if (!file) return std::unexpected(std::move(file.error()));
    if (auto affordable = check_size(*file, options.max_cost); !affordable) {
        return std::unexpected(std::move(affordable.error()));
    }
    const auto parts = parse_key_data(file->content.body);
    if (!parts) return pass_on(parts.error(), file->name);
    const auto lock = find_lock(*parts, options.max_cost);
    if (!lock) return pass_on(lock.error(), file->name);
    std::vector<Warning> warnings;
    auto key = unwrap(*file, *lock, options.passcode, derived, warnings);
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
                                       const ReadOptions& options, DerivedKeys& derived) {
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
    const Lock lock = {.kind = PasscodeKey::pbkdf2_sha1, .salt = salt, .wrapped = wrapped};
    auto key = unwrap(*file, lock, options.passcode, derived, warnings);
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

Result<Unlocked> unlock(const Folder& folder, const ReadOptions& options, DerivedKeys& derived) {
    const auto name = choose_data_name(folder, options.key_name);
    if (!name) return std::unexpected(name.error());
    auto unlocked = folder.data_names().empty() ? unlock_single_account(folder, *name, options, derived)
                                                : unlock_key_data(folder, *name, options, derived);
    if (!unlocked) return unlocked;
    check_version(unlocked->key_file, unlocked->warnings);
    check_published(unlocked->key, unlocked->warnings);
    return unlocked;
}

}  // namespace tgferry::formats::tdata
