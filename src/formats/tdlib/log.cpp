#include "formats/tdlib/log.hpp"

#include "crypto/aes_ctr.hpp"
#include "formats/tdlib/cipher.hpp"

namespace tgferry::formats::tdlib {
namespace {

std::unexpected<Error> locked(const std::string& file, bool given) {
    return std::unexpected(Error{
        .code = given ? ErrorCode::passcode_wrong : ErrorCode::passcode_required,
        .message = given ? "tdlib: the database encryption key does not open the log"
                         : "tdlib: the log is locked with a database encryption key",
        .file = file,
        .hint = given
                    ? "give the key that the application gives to TDLib (database_encryption_key): as it is, "
                      "or as base64:... or hex:..."
                    : "give the key: --tdlib-key-file, --tdlib-key-fd or --tdlib-key-env, or type it when "
                      "asked",
        .secret = SecretKind::tdlib_key});
}

void warn_unused(Log& log) {
    log.warnings.push_back(
        {"tdlib_key_unused",
         "the log has no database encryption key of its own; the given one was not needed"});
}

/// Decrypts what follows the first event.
Result<void> decrypt(Log& log, const Event& first, const std::string& file, std::string_view given) {
    const auto head = parse_cipher(first);
    if (!head) {
        Error error = head.error();
        if (error.offset) *error.offset += 28;  // the event's head
        return pass_on(std::move(error), file);
    }
    auto key = given.empty() ? std::nullopt : cipher_key(*head, given);
    log.lock = "database key";
    if (!key) {
        key = cipher_key(*head, default_key);
        if (!key) return locked(file, !given.empty());
        log.lock = "default key";
        if (!given.empty()) warn_unused(log);
    }
    crypto::ctr_crypt(key->view(), head->iv, log.bytes.edit().subspan(first.size));
    return {};
}

}  // namespace

bool is_log(std::span<const std::uint8_t> bytes) {
    return parse_event(bytes, 0).has_value();
}

Result<Log> open_log(SecretBytes bytes, const std::string& file, const ReadOptions& options,
                     core::Budget& budget) {
    if (bytes.empty()) {
        return std::unexpected(Error{.code = ErrorCode::not_logged_in,
                                     .message = "tdlib: the log is empty",
                                     .file = file,
                                     .hint = "log in with the application, then convert again"});
    }
    const auto first = parse_event(bytes.view(), 0);
    if (!first) {
        return std::unexpected(Error{.code = ErrorCode::damaged,
                                     .message = "tdlib: " + first.error(),
                                     .file = file,
                                     .offset = 0,
                                     .hint = "copy the folder again, or take a copy of an earlier day"});
    }
    Log log{.bytes = std::move(bytes), .lock = "unencrypted"};
    const std::string_view given = options.tdlib_key ? options.tdlib_key->reveal() : "";
    std::size_t start = 0;
    if (first->type == event_type::encryption) {
        if (auto done = decrypt(log, *first, file, given); !done) return std::unexpected(done.error());
        start = first->size;
    } else if (!given.empty()) {
        warn_unused(log);
    }
    log.replayed = replay(log.bytes.view(), start, budget);
    return log;
}

}  // namespace tgferry::formats::tdlib
