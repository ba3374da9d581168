// Errors as values: every call that can fail returns Result<T>. Nothing is thrown but std::bad_alloc, and
// that not by read().
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tgferry {

/// Why a call failed. Each code has one exit code of the program (exit_code) and one stable name (code_name).
enum class ErrorCode : std::uint8_t {
    internal,             ///< a defect of tgferry itself
    invalid_argument,     ///< the caller asked for something that makes no sense
    cannot_read,          ///< the source is missing, unreadable, or too large
    cannot_write,         ///< the target could not be written; nothing was left behind
    exists,               ///< the target exists and overwriting was not asked for
    unrecognised,         ///< the input is no session of any known format
    damaged,              ///< the format is clear, the content is broken
    unsupported_version,  ///< a layout that is known to exist but is not read
    passcode_required,    ///< the source is locked and no passcode was given
    passcode_wrong,       ///< the passcode does not open the source
    missing_fact,         ///< the target needs something that the source lacks
    lossy,                ///< something would be lost, and strictness was asked for
    in_use,               ///< another process holds the session
    partial,              ///< some of several inputs failed
    network,              ///< the connection failed
    not_logged_in,        ///< the session holds no auth key, or the key is dead
    refused,              ///< the server refused (flood wait and kin)
    too_costly,           ///< reading it would take more work or memory than an input of its size may
    interrupted,          ///< the user interrupted the run
};

/// Stable machine-readable name, for example "passcode_required".
[[nodiscard]] std::string_view code_name(ErrorCode code) noexcept;

/// The program's exit status for an error: 1 to 15, 17 or 130.
[[nodiscard]] int exit_code(ErrorCode code) noexcept;

/// What a locked source is opened with.
enum class SecretKind : std::uint8_t {
    passcode,   ///< tdata: ReadOptions::passcode
    tdlib_key,  ///< tdlib: ReadOptions::tdlib_key
    api_hash,   ///< wtelegramclient: Facts::api_hash
};

/// What went wrong, where, and what to do. Never holds key material.
struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string message;                       ///< what is wrong, lower case, no full stop
    std::string file{};                        ///< the file, or "text"; empty where there is none
    std::optional<std::size_t> offset{};       ///< byte offset in that file
    std::string hint{};                        ///< what to do; empty where nothing helps
    SecretKind secret = SecretKind::passcode;  ///< with passcode_required and passcode_wrong: which one

    /// "WHAT in WHERE (at byte N)".
    [[nodiscard]] std::string text() const;
};

template <class T>
using Result = std::expected<T, Error>;

/// Shorthand for a failing return.
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string message, std::string hint = {}) {
    return std::unexpected(Error{.code = code, .message = std::move(message), .hint = std::move(hint)});
}

/// Passes an error on, naming the file where the callee did not know it.
[[nodiscard]] std::unexpected<Error> pass_on(Error error, std::string_view file = {});

/// A remark that is not a failure: a stable code and a sentence.
struct Warning {
    std::string code;     ///< for example "endpoint_mismatch"
    std::string message;  ///< lower case, no full stop

    bool operator==(const Warning&) const = default;
};

}  // namespace tgferry
