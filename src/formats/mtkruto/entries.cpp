#include "formats/mtkruto/entries.hpp"

#include "core/cursor.hpp"
#include "formats/common/storage_name.hpp"

namespace tgferry::formats::mtkruto {

Entries::Entries(const Probe& probe) : input_(probe.input()) {
    for (const std::string& member : input_.members()) {
        if (auto key = storage_key(member)) names_.emplace(std::move(*key), member);
    }
}

Entries::Entries(const Probe& probe, LocalStorage storage)
    : input_(probe.input()), storage_(std::move(storage)) {
    for (const auto& [name, value] : storage_->items().items()) {
        if (value.is_string()) names_.emplace(name, name);
    }
}

Result<SecretText> Entries::value(const std::string& key) const {
    const auto found = names_.find(key);
    if (found == names_.end()) return SecretText();
    if (storage_) {
        const core::Json* value = core::member(storage_->items(), key);
        return value && value->is_string() ? secret_text(value->get_ref<const std::string&>()) : SecretText();
    }
    const auto bytes = input_.member(found->second);
    if (!bytes) return std::unexpected(bytes.error());
    return secret_text(core::as_text(bytes->view()));
}

std::string Entries::place(const std::string& key) const {
    const auto found = names_.find(key);
    return storage_ || found == names_.end() ? input_.label() : input_.label() + "/" + found->second;
}

}  // namespace tgferry::formats::mtkruto
