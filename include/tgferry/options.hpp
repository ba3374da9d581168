// What a caller can say about reading and writing.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <tgferry/secret.hpp>

namespace tgferry {

/// Facts that the caller knows and the source may lack. They win over the source.
struct Facts {
    std::optional<std::int32_t> dc{};
    std::optional<bool> test{};
    std::optional<std::string> host{};
    std::optional<std::uint16_t> port{};
    std::optional<std::int64_t> user_id{};
    std::optional<bool> is_bot{};
    std::optional<bool> is_premium{};
    std::optional<std::string> username{};  ///< the main one, without '@'
    std::optional<std::string> phone{};     ///< digits, no '+'
    std::optional<std::string> first_name{};
    std::optional<std::string> last_name{};
    std::optional<std::int32_t> api_id{};
    /// Also what opens a wtelegramclient file; 48 or 64 hex digits do only that (a session_key of its
    /// program).
    std::optional<std::string> api_hash{};
    std::string
        api_profile{};  ///< name of a known application whose profile is taken where the source has none
};

struct ReadOptions {
    std::string format{};  ///< an id; empty = detect by structure
    Facts facts{};
    /// session-json: the sidecar, where it lies elsewhere. For any other format it is an invalid_argument.
    std::optional<std::filesystem::path> json_path{};
    std::optional<Passcode> passcode{};   ///< tdata: the local passcode of Telegram Desktop
    std::optional<Passcode> tdlib_key{};  ///< tdlib: the database encryption key (its bytes)
    std::string key_name{};  ///< tdata: as after its option -key; empty = "data", or the only one there
    /// A locked source gives a bundle that says so (Bundle::locked) instead of passcode_required.
    bool accept_locked = false;
    /// How many times the work that an input of its size may cost. From 1.
    std::uint32_t max_cost = 1;
    /// Looked at while reading: once it is true, the read ends with `interrupted`. May be set by a signal
    /// handler or another thread; must outlive the read.
    const std::atomic<bool>* interrupt = nullptr;
};

/// Which Telegram Desktop is to open a tdata folder.
enum class TdesktopCompat : std::uint8_t {
    current,  ///< 2.1.14 and newer, up to 6 accounts
    old,      ///< the narrow form of 2.1.14 to 2.7.1 as well; user ids below 2^31 only
    v7_3,     ///< 7.3 and newer: a passcode is stretched by Argon2id
    forks,    ///< forks of it that allow more than 6 accounts
};

struct WriteOptions {
    bool strict = false;    ///< refuse to drop anything
    bool force = false;     ///< replace what is at the target
    bool keep_2fa = false;  ///< session-json: write the twoFA member
    int schema = 0;         ///< telethon-sqlite: 7 or 8; 0 = the default
    std::string flavour{};  ///< pyrogram-sqlite: pyrogram, kurigram or pyrofork
    std::string name{};  ///< base name, for formats that store it; taken from the target's path where empty
    std::optional<Passcode> passcode{};   ///< tdata: the passcode that Telegram Desktop will ask for
    std::optional<Passcode> tdlib_key{};  ///< tdlib: the database encryption key that the target gets
    std::string key_name{};               ///< tdata: as after Telegram Desktop's option -key; empty = "data"
    TdesktopCompat tdesktop = TdesktopCompat::current;
    const std::atomic<bool>* interrupt = nullptr;  ///< as in ReadOptions, for reading back what was written
};

}  // namespace tgferry
