// The entries of a local storage, wherever it was saved: one file each, or members of a JSON object.
#pragma once

#include <set>
#include <string>
#include <tgferry/secret.hpp>

#include "core/json.hpp"
#include "formats/probe.hpp"

namespace tgferry::formats::mtkruto {

/// What the storage holds, by the whole text of the key.
class Entries {
  public:
    /// Of a folder the file names, of a JSON object the members that are texts.
    explicit Entries(const Probe& probe);
    /// Sorted.
    [[nodiscard]] const std::set<std::string, std::less<>>& keys() const noexcept { return keys_; }
    /// Empty where there is no such entry. Errors: cannot_read.
    [[nodiscard]] Result<SecretText> value(const std::string& key) const;
    /// Where an entry lies, for messages.
    [[nodiscard]] std::string place(const std::string& key) const;

  private:
    const io::Input& input_;
    const core::Json* json_;
    std::set<std::string, std::less<>> keys_;
};

}  // namespace tgferry::formats::mtkruto
