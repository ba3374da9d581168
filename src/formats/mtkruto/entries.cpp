#include "formats/mtkruto/entries.hpp"

#include "core/cursor.hpp"
#include "formats/common/storage_name.hpp"

namespace tgferry::formats::mtkruto {

Entries::Entries(const Probe& probe)
    : input_(probe.input()), json_(probe.input().is_folder() ? nullptr : probe.json()) {
    if (json_) {
        for (const auto& [name, value] : json_->items()) {
            if (value.is_string()) names_.emplace(name, name);
        }
        return;
    }
    for (const std::string& member : input_.members()) {
        if (auto key = storage_key(member)) names_.emplace(std::move(*key), member);
    }
}

Result<SecretText> Entries::value(const std::string& key) const {
    const auto found = names_.find(key);
    if (found == names_.end()) return SecretText();
    if (json_) return secret_text(core::member(*json_, key)->get_ref<const std::string&>());
    const auto bytes = input_.member(found->second);
    if (!bytes) return std::unexpected(bytes.error());
    return secret_text(core::as_text(bytes->view()));
}

std::string Entries::place(const std::string& key) const {
    const auto found = names_.find(key);
    return json_ || found == names_.end() ? input_.label() : input_.label() + "/" + found->second;
}

}  // namespace tgferry::formats::mtkruto
