// Where a session is read from.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <tgferry/secret.hpp>
#include <variant>

namespace tgferry {

/// Names of files (relative, '/' between folders) and their contents: a folder in memory.
using FileMap = std::map<std::string, SecretBytes, std::less<>>;

/// A path, a pasted text, or bytes in memory. Holds no open file.
class Source {
  public:
    [[nodiscard]] static Source path(std::filesystem::path path) { return Source(std::move(path)); }
    /// A session string; surrounding space, quotes, a NAME= prefix and line wraps are forgiven.
    [[nodiscard]] static Source text(std::string_view text) { return Source(secret_text(text)); }
    /// The content of one file.
    [[nodiscard]] static Source bytes(SecretBytes bytes) { return Source(std::move(bytes)); }
    /// The contents of a folder, or of a pair of files (".session" and ".json" as their names).
    [[nodiscard]] static Source files(FileMap files) { return Source(std::move(files)); }

    /// What error messages call it, where it is not a path: for example "standard input".
    [[nodiscard]] Source named(std::string name) && {
        name_ = std::move(name);
        return std::move(*this);
    }
    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    using Value = std::variant<std::filesystem::path, SecretText, SecretBytes, FileMap>;
    [[nodiscard]] const Value& value() const noexcept { return value_; }

  private:
    explicit Source(Value value) : value_(std::move(value)) {}
    Value value_;
    std::string name_;
};

}  // namespace tgferry
