#include "formats/mtkruto/entries.hpp"

#include "core/cursor.hpp"
#include "formats/common/storage_name.hpp"

namespace tgferry::formats::mtkruto {

Entries::Entries(const Probe& probe)
    : input_(probe.input()), json_(probe.input().is_folder() ? nullptr : probe.json()) {
    if (json_) {
        for (const auto& [name, value] : json_->items()) {
            if (value.is_string()) keys_.insert(name);
        }
        return;
    }
    for (const std::string& member : input_.members()) {
        if (auto key = storage_key(member)) keys_.insert(std::move(*key));
    }
}

Result<SecretText> Entries::value(const std::string& key) const {
    if (!keys_.contains(key)) return SecretText();
    if (json_) return secret_text(core::member(*json_, key)->get_ref<const std::string&>());
    const auto name = storage_file_name(key);
    const auto bytes = input_.member(name.value_or(""));
    if (!bytes) return std::unexpected(bytes.error());
    return secret_text(core::as_text(bytes->view()));
}

std::string Entries::place(const std::string& key) const {
    return json_ ? input_.label() : input_.label() + "/" + storage_file_name(key).value_or("");
}

}  // namespace tgferry::formats::mtkruto
