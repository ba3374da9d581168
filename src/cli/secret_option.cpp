#include "cli/secret_option.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>

#include "core/cursor.hpp"
#include "core/utf8.hpp"
#include "io/file.hpp"

namespace tgferry::cli {
namespace {

SecretText first_line(std::string_view text) {
    text = text.substr(0, text.find('\n'));
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // the mark that some editors put first
    return secret_text(text);
}

}  // namespace

SecretOption::SecretOption(CLI::App& verb, const std::string& name, const std::string& what) : name_(name) {
    auto* file =
        verb.add_option("--" + name + "-file", file_, "File that holds the " + what)->type_name("FILE");
    auto* fd = verb.add_option("--" + name + "-fd", fd_, "Open descriptor to read the " + what + " from")
                   ->type_name("N")
                   ->check(CLI::Range(0, 65535));
    auto* env = verb.add_option("--" + name + "-env", env_, "Environment variable that holds the " + what)
                    ->type_name("NAME");
    file->excludes(fd)->excludes(env);
    fd->excludes(env);
}

Result<std::optional<SecretText>> SecretOption::load() const {
    if (!given()) return std::nullopt;
    if (!env_.empty()) {
        auto value = read_environment(env_, "--" + name_ + "-env");
        if (!value) return std::unexpected(std::move(value.error()));
        return std::optional(std::move(*value));
    }
    auto bytes = file_.empty() ? io::read_stream(fd_, std::size_t{64} * 1024) : io::read_file(file_);
    if (!bytes) return std::unexpected(unreadable(std::move(bytes.error())));
    const std::string_view text = core::as_text(bytes->view());
    if (text.find('\n') != std::string_view::npos && !core::is_utf8(text)) {
        return fail(ErrorCode::invalid_argument,
                    "the source of --" + name_ + " is no text, and only its first line would count",
                    "give text; a database encryption key can be base64:... or hex:... of its bytes");
    }
    SecretText line = first_line(text);
    if (!line.empty()) return std::optional(std::move(line));
    return std::unexpected(
        unreadable({.code = ErrorCode::cannot_read, .message = "the source of --" + name_ + " is empty"}));
}

/// The hints of files that are sessions do not fit. What is not there is not named: it may be the secret
/// itself, given where the name of its file belongs.
Error SecretOption::unreadable(Error error) const {
    if (error.code == ErrorCode::interrupted) return error;
    std::error_code ignored;
    if (file_.empty()) {
        error.file = "descriptor " + std::to_string(fd_);
        error.hint = "open it in the shell: --" + name_ + "-fd 3 3< FILE";
        return error;
    }
    const bool there = std::filesystem::exists(file_, ignored);
    error.file = there ? file_ : "the file that --" + name_ + "-file names";
    error.hint = "name a regular file, or use --" + name_ + "-fd N or --" + name_ + "-env NAME";
    return error;
}

Result<SecretText> read_environment(const std::string& name, const std::string& option) {
    const char* value = std::getenv(name.c_str());
    if (value && *value) return secret_text(value);
    return fail(ErrorCode::cannot_read, "the environment variable that " + option + " names is not set",
                "the option takes a name, not the value; set it unseen: read -rs NAME; export NAME");
}

}  // namespace tgferry::cli
