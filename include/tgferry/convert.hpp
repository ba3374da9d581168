// Read, write, convert: the three calls most programs need.
#pragma once

#include <filesystem>
#include <string_view>
#include <tgferry/format.hpp>
#include <tgferry/options.hpp>
#include <tgferry/session.hpp>
#include <tgferry/source.hpp>
#include <vector>

namespace tgferry {

/// What a conversion did to the facts. Computed from what the source holds and the target carries.
struct LossReport {
    FieldSet dropped{};   ///< the session has it, the target has no place for it
    FieldSet inferred{};  ///< a rule supplied it
    FieldSet unknown{};   ///< the target has a place for it, the source left it open
    std::vector<Warning> warnings{};
};

/// Reads every account of a source.
/// Errors: cannot_read, unrecognised, damaged, unsupported_version, not_logged_in, in_use, missing_fact,
/// too_costly (also where memory ends), interrupted, and invalid_argument for an unknown format or profile,
/// or a sidecar that the format has no use for.
[[nodiscard]] Result<Bundle> read(const Source& source, const ReadOptions& options = {});

/// What read() would open of a source on the disk: the file or folder itself first, what SQLite keeps beside
/// a database, and the sidecar, there or not. For whoever must not write over it. Empty for a source that is
/// no path.
[[nodiscard]] std::vector<std::filesystem::path> files_of(const Source& source,
                                                          const ReadOptions& options = {});

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
    std::string last{};  ///< of add_to_memory: the file to be put in place after all others
    LossReport loss{};
};

/// Writes to memory. A format of one account takes the bundle's active session.
[[nodiscard]] Result<Written> write_to_memory(const Bundle& bundle, std::string_view format,
                                              const WriteOptions& options = {});

/// Reads back what write_to_memory made with these options: it must be recognised as what it is, and hold
/// every fact that the format carries, of each account, and which is active.
/// Errors: internal, those of write_to_memory, and invalid_argument for an unknown format.
[[nodiscard]] Result<void> verify(const FileMap& files, const Bundle& bundle, std::string_view format,
                                  const WriteOptions& options = {});

/// Writes to `target`: read back and compared first, then private, beside it, synced, renamed, and looked at
/// once more where it lies. Errors: as to_string, and exists, in_use, cannot_write.
[[nodiscard]] Result<LossReport> write(const Bundle& bundle, std::string_view format,
                                       const std::filesystem::path& target, const WriteOptions& options = {});

/// The files that add every session of the bundle to a folder that holds several accounts (tdata). What is
/// there stays: keys, passcode, accounts, their order, the active one. `existing` opens the folder. Errors:
/// those of read(); invalid_argument (the format does not add), exists (an account is there already),
/// missing_fact, lossy.
[[nodiscard]] Result<Written> add_to_memory(const Bundle& bundle, std::string_view format,
                                            const Source& folder, const ReadOptions& existing,
                                            const WriteOptions& options = {});

/// The same on the disk: refuses while another program uses the folder, reads the result back before it is
/// put in place, and puts the file that makes it count in place last. Errors: as add_to_memory, and in_use,
/// cannot_write.
[[nodiscard]] Result<LossReport> add(const Bundle& bundle, std::string_view format,
                                     const std::filesystem::path& folder, const ReadOptions& existing,
                                     const WriteOptions& options = {});

/// Puts the caller's facts over a session's own. A changed fact that the source knew differently is a
/// warning.
void apply_facts(Session& session, const Facts& facts, std::vector<Warning>& warnings);

/// The object that `tgferry inspect --json` prints. With `reveal_keys` it holds the auth keys and the API
/// hash.
[[nodiscard]] SecretText describe_json(const Bundle& bundle, bool reveal_keys = false);

}  // namespace tgferry
