#include "formats/common/local_storage.hpp"

#include <algorithm>

namespace tgferry::formats {
namespace {

using core::Json;

constexpr int deepest = 4;  ///< of shapes inside each other

bool is_origin(std::string_view name) {
    return name.starts_with("https://") || name.starts_with("http://");
}

/// The name of an entry, and its value; nulls where it is none.
struct Entry {
    const std::string* name = nullptr;
    const Json* value = nullptr;
};

Entry entry_of(const Json& item) {
    if (item.is_array() && item.size() == 2) return {item[0].get_ptr<const std::string*>(), &item[1]};
    const Json* name = core::member(item, "name");
    if (!name) name = core::member(item, "key");
    return {name ? name->get_ptr<const std::string*>() : nullptr, core::member(item, "value")};
}

bool is_entry(const Json& item) {
    const Entry entry = entry_of(item);
    return entry.name && entry.value;
}

class Collector {
  public:
    void take(const Json& value, const std::string& origin, int depth) {
        if (depth > deepest) return;
        if (value.is_array()) return take_array(value, origin, depth);
        if (value.is_object()) return take_object(value, origin, depth);
    }
    [[nodiscard]] std::vector<LocalStorage> finish() && { return std::move(storages_); }

  private:
    void take_array(const Json& list, const std::string& origin, int depth) {
        if (!list.empty() && std::ranges::all_of(list, is_entry)) return take_entries(list, origin);
        for (const Json& item : list) {
            if (item.is_object()) take_object(item, origin, depth + 1);
        }
    }
    void take_entries(const Json& list, const std::string& origin) {
        core::WipedJson items(Json::object());
        auto& into = items.get().get_ref<Json::object_t&>();
        into.reserve(list.size());
        for (const Json& item : list) {
            const Entry entry = entry_of(item);
            into.emplace_back(*entry.name, *entry.value);
        }
        storages_.emplace_back(std::move(items), origin);
    }
    void take_object(const Json& object, const std::string& origin, int depth) {
        if (const Json* origins = core::member(object, "origins"); origins && origins->is_array()) {
            return take(*origins, origin, depth + 1);
        }
        if (const Json* inner = core::member(object, "localStorage"); inner && inner->is_structured()) {
            return take(*inner, core::text_member(object, "origin").value_or(origin), depth + 1);
        }
        bool named = false;
        for (const auto& [name, value] : object.items()) {
            if (!is_origin(name) || !value.is_structured()) continue;
            named = true;
            take(value, name, depth + 1);
        }
        if (!named) storages_.emplace_back(object, origin);
    }

    std::vector<LocalStorage> storages_;
};

/// Lines of a name, a tab and a value. Empty where any line is none.
std::optional<core::WipedJson> table_of(std::string_view text) {
    core::WipedJson items(Json::object());
    auto& into = items.get().get_ref<Json::object_t&>();
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos || tab == 0) return std::nullopt;
        std::string_view value = line.substr(tab + 1);
        while (value.ends_with('\t')) value.remove_suffix(1);
        into.emplace_back(std::string(line.substr(0, tab)), Json(value));
    }
    if (into.empty()) return std::nullopt;
    return items;
}

}  // namespace

std::vector<LocalStorage> local_storages(const Probe& probe) {
    const io::Input& input = probe.input();
    if (input.is_folder() || input.is_sqlite() || input.bytes().empty()) return {};
    Collector all;
    if (const Json* json = probe.json()) {
        all.take(*json, "", 0);
    } else if (const Json* list = probe.json_list()) {
        all.take(*list, "", 0);
    } else if (probe.is_text() && probe.utf8().find('\t') != std::string_view::npos) {
        std::vector<LocalStorage> out;
        if (auto table = table_of(probe.utf8())) out.emplace_back(std::move(*table), "");
        return out;
    }
    return std::move(all).finish();
}

}  // namespace tgferry::formats
