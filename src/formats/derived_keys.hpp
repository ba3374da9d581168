// Keys that took long to derive from a secret, kept while one call works on the same input.
#pragma once

#include <tgferry/secret.hpp>
#include <utility>
#include <vector>

namespace tgferry::formats {

/// What a key was derived from (the secret among it) and the key. Wiped when it goes.
class DerivedKeys {
  public:
    /// Null where it is not known yet.
    [[nodiscard]] const SecretBytes* find(const SecretBytes& from) const {
        for (const auto& [known, key] : keys_) {
            if (known == from) return &key;
        }
        return nullptr;
    }
    void keep(SecretBytes from, SecretBytes key) { keys_.emplace_back(std::move(from), std::move(key)); }

  private:
    std::vector<std::pair<SecretBytes, SecretBytes>> keys_;
};

}  // namespace tgferry::formats
