#include "cli/ask_secret.hpp"

#include <fmt/format.h>

#include "cli/binary_secret.hpp"
#include "cli/console.hpp"
#include "core/secret_name.hpp"
#include "io/prompt.hpp"
#include "io/terminal.hpp"

namespace tgferry::cli {
namespace {

struct Name {
    std::string_view prompt, sentence;
};

Name name_of(SecretKind kind) {
    switch (kind) {
        case SecretKind::passcode: break;
        case SecretKind::tdlib_key: return {"Database encryption key", "database encryption key"};
        case SecretKind::api_hash: return {"API hash", "API hash"};
    }
    return {"Passcode", "passcode"};
}

}  // namespace

Result<SecretText> ask_secret(SecretKind kind, const std::string& label) {
    const Name name = name_of(kind);
    auto typed =
        io::prompt_secret(fmt::format("{} of {} (it is not shown): ", name.prompt, printable(label)));
    if (!typed || kind != SecretKind::tdlib_key) return typed;
    return binary_secret(std::move(*typed), name.sentence);
}

std::string how_to_open(SecretKind kind) {
    return fmt::format("give the {} to see more: --{}-file, -fd or -env", name_of(kind).sentence,
                       core::secret_name(kind));
}

bool can_ask() noexcept {
    return io::is_terminal(io::Stream::in) && io::is_terminal(io::Stream::err);
}

void put_secret(SecretKind kind, SecretText secret, ReadOptions& options) {
    switch (kind) {
        case SecretKind::passcode: options.passcode.emplace(std::move(secret)); break;
        case SecretKind::tdlib_key: options.tdlib_key.emplace(std::move(secret)); break;
        case SecretKind::api_hash: options.facts.api_hash = std::string(reveal(secret)); break;
    }
}

}  // namespace tgferry::cli
