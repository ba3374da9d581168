// A log file, opened: decrypted and played.
#pragma once

#include <string>
#include <tgferry/options.hpp>
#include <vector>

#include "formats/tdlib/replay.hpp"

namespace tgferry::formats::tdlib {

/// An opened log. `replayed` refers to `bytes`.
struct Log {
    SecretBytes bytes{};
    Replayed replayed{};
    std::string_view lock{};  ///< for the variant: "unencrypted", "default key", "database key"
    std::vector<Warning> warnings{};
};

/// Whether the bytes begin with an event that is whole: no other file has a checksum there.
[[nodiscard]] bool is_log(std::span<const std::uint8_t> bytes);

/// `file` is for messages. Errors: damaged, not_logged_in (an empty file), unsupported_version,
/// passcode_required and passcode_wrong (the database key).
[[nodiscard]] Result<Log> open_log(SecretBytes bytes, const std::string& file, const ReadOptions& options,
                                   core::Budget& budget);

}  // namespace tgferry::formats::tdlib
