// The entries of a local storage, wherever it was saved: one file each, or members of a JSON object.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <tgferry/secret.hpp>

#include "core/json.hpp"
#include "formats/common/local_storage.hpp"

namespace tgferry::formats::mtkruto {

/// What the storage holds, by the whole text of the key.
class Entries {
  public:
    /// Of a folder: the file names.
    explicit Entries(const Probe& probe);
    /// Of a browser's localStorage: the items that are texts.
    Entries(const Probe& probe, LocalStorage storage);
    /// What each key is called where it lies: a file or a member.
    using Names = std::map<std::string, std::string, std::less<>>;
    [[nodiscard]] const Names& names() const noexcept { return names_; }
    /// Empty where there is no such entry. Errors: cannot_read.
    [[nodiscard]] Result<SecretText> value(const std::string& key) const;
    /// Where an entry lies, for messages.
    [[nodiscard]] std::string place(const std::string& key) const;

  private:
    const io::Input& input_;
    std::optional<LocalStorage> storage_;
    Names names_;
};

}  // namespace tgferry::formats::mtkruto
