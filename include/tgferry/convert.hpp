// Read, write, convert: the three calls most programs need.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <tgferry/format.hpp>
#include <tgferry/session.hpp>
#include <tgferry/source.hpp>
#include <vector>

namespace tgferry {

/// Facts that the caller knows and the source may lack. They win over the source.
struct Facts {
    std::optional<std::int32_t> dc;
    std::optional<bool> test;
    std::optional<std::string> host;
    std::optional<std::uint16_t> port;
    std::optional<std::int64_t> user_id;
    std::optional<bool> is_bot;
    std::optional<std::int32_t> api_id;
    std::optional<std::string> api_hash;
    std::string api_profile{};  ///< name of a known application whose profile is taken where the source has none
};

struct ReadOptions {
    std::string format{};  ///< an id; empty = detect by structure
    Facts facts{};
    std::optional<std::filesystem::path> json_path{};  ///< session-json: the sidecar, where it lies elsewhere
};

struct WriteOptions {
    bool strict = false;    ///< refuse to drop anything
    bool force = false;     ///< replace what is at the target
    bool keep_2fa = false;  ///< session-json: write the twoFA member
    int schema = 0;         ///< telethon-sqlite: 7 or 8; 0 = the default
    std::string flavour{};  ///< pyrogram-sqlite: pyrogram, kurigram or pyrofork
    std::string name{};     ///< base name, for formats that store it; taken from the target's path where empty
};

/// What a conversion did to the facts. Computed from what the source holds and the target carries.
struct LossReport {
    FieldSet dropped{};   ///< the session has it, the target has no place for it
    FieldSet inferred{};  ///< a rule supplied it
    FieldSet unknown{};   ///< the target has a place for it, the source left it open
    std::vector<Warning> warnings{};
};

/// Reads every account of a source.
/// Errors: cannot_read, unrecognised, damaged, unsupported_version, not_logged_in, in_use, missing_fact.
[[nodiscard]] Result<Bundle> read(const Source& source, const ReadOptions& options = {});

struct Converted {
    SecretText text;
    LossReport loss{};
};

/// Writes one session as a text format.
/// Errors: invalid_argument (unknown id, or not a text format), missing_fact, lossy.
[[nodiscard]] Result<Converted> to_string(const Session& session, std::string_view format,
                                          const WriteOptions& options = {});

struct Written {
    FileMap files;  ///< text: one entry named ""; pair: names ".session" and ".json"; folder: relative names
    LossReport loss{};
};

/// Writes to memory. A format of one account takes the bundle's active session.
[[nodiscard]] Result<Written> write_to_memory(const Bundle& bundle, std::string_view format,
                                              const WriteOptions& options = {});

/// Writes to `target` (private, beside it, synced, renamed), reads it back and compares the keys.
/// Errors: as to_string, and exists, cannot_write.
[[nodiscard]] Result<LossReport> write(const Bundle& bundle, std::string_view format,
                                       const std::filesystem::path& target, const WriteOptions& options = {});

/// Puts the caller's facts over a session's own. A changed fact that the source knew differently is a warning.
void apply_facts(Session& session, const Facts& facts, std::vector<Warning>& warnings);

/// The object that `tgferry inspect --json` prints. With `reveal_keys` it holds the auth keys and the API hash.
[[nodiscard]] SecretText describe_json(const Bundle& bundle, bool reveal_keys = false);

}  // namespace tgferry
