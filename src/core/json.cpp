#include "core/json.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tgferry::core {
namespace {

/// Numbers as well: a pasted key may be an array of them.
void wipe_values(Json& value) noexcept {
    if (auto* text = value.get_ptr<std::string*>()) {
        wipe(text->data(), text->size());
    } else if (auto* array = value.get_ptr<Json::array_t*>()) {
        for (Json& child : *array) wipe_values(child);
    } else if (auto* object = value.get_ptr<Json::object_t*>()) {
        for (auto& [name, child] : *object) wipe_values(child);
    } else if (value.is_number()) {
        value = nullptr;
    }
}

/// Builds a document, refuses what is nested too deep before it is built, and finds where an error lies.
///
/// The library's own builder looks each member up among all before it, which takes minutes for a megabyte of
/// them, and copies members where an object grows, without wiping what it leaves.
class BoundedSax {
  public:
    using string_t = Json::string_t;

    explicit BoundedSax(Json& root) : root_(root) {}
    ~BoundedSax() {
        for (Open& open : open_) {
            for (auto& [name, value] : open.members) wipe_values(value);
            for (Json& value : open.items) wipe_values(value);
        }
    }
    BoundedSax(const BoundedSax&) = delete;
    BoundedSax& operator=(const BoundedSax&) = delete;

    bool null() { return put(nullptr); }
    bool boolean(bool value) { return put(value); }
    bool number_integer(Json::number_integer_t value) { return put(value); }
    bool number_unsigned(Json::number_unsigned_t value) { return put(value); }
    bool number_float(Json::number_float_t value, const string_t&) { return put(value); }
    bool string(string_t& value) { return put(std::move(value)); }
    bool binary(Json::binary_t&) { return false; }
    bool start_object(std::size_t) { return start(); }
    bool start_array(std::size_t) { return start(); }
    bool key(string_t& name) {
        open_.back().choose(std::move(name));
        return true;
    }
    bool end_object() {
        Json object = Json::object();
        auto& into = object.get_ref<Json::object_t&>();
        into.reserve(open_.back().members.size());
        for (auto& [name, value] : open_.back().members) into.emplace_back(std::move(name), std::move(value));
        open_.pop_back();
        return put(std::move(object));
    }
    bool end_array() {
        Json array = Json::array();
        array.get_ref<Json::array_t&>() = std::move(open_.back().items);
        open_.pop_back();
        return put(std::move(array));
    }
    bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception&) {
        error_at = at;
        return false;
    }
    std::size_t error_at = 0;

  private:
    /// An object or an array that is not complete.
    struct Open {
        std::vector<std::pair<string_t, Json>> members{};
        std::vector<Json> items{};
        std::unordered_map<string_t, std::size_t> places{};  ///< of the members, once there are many
        std::optional<std::size_t> place{};                  ///< of the member whose value comes next

        /// Of members with one name the last counts, in the place of the first.
        void choose(string_t name) {
            constexpr std::size_t few = 32;
            const std::size_t next = members.size();
            if (next < few) {
                const auto same = std::ranges::find(members, name, &std::pair<string_t, Json>::first);
                place = static_cast<std::size_t>(same - members.begin());
            } else {
                for (std::size_t i = places.size(); i < next; ++i) places.emplace(members[i].first, i);
                place = places.emplace(name, next).first->second;
            }
            if (place == next) members.emplace_back(std::move(name), nullptr);
        }
    };

    bool start() {
        if (open_.size() >= max_json_depth) return false;
        open_.emplace_back();
        return true;
    }
    bool put(Json value) {
        Json* into = &root_;
        if (!open_.empty()) {
            Open& open = open_.back();
            into = open.place ? &open.members[*open.place].second : &open.items.emplace_back();
        }
        wipe_values(*into);
        *into = std::move(value);
        return true;
    }

    Json& root_;
    std::vector<Open> open_{};
};

template <class T>
std::optional<T> typed(const Json& object, std::string_view name, bool (Json::*is)() const noexcept) {
    const Json* found = member(object, name);
    if (!found || !(found->*is)()) return std::nullopt;
    return found->get<T>();
}

}  // namespace

WipedJson::~WipedJson() {
    wipe_values(value_);
}

std::optional<WipedJson> parse_json(std::string_view text, std::size_t& error_at) {
    WipedJson document{Json()};
    BoundedSax sax(document.get());
    if (!Json::sax_parse(text.begin(), text.end(), &sax)) {
        error_at = sax.error_at;
        return std::nullopt;
    }
    return document;
}

std::optional<WipedJson> parse_json(std::string_view text) {
    std::size_t ignored = 0;
    return parse_json(text, ignored);
}

const Json* member(const Json& object, std::string_view name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::optional<std::int64_t> int_member(const Json& object, std::string_view name) {
    const Json* found = member(object, name);
    if (!found || !found->is_number_integer()) return std::nullopt;
    if (found->is_number_unsigned() && found->get<std::uint64_t>() > INT64_MAX) return std::nullopt;
    return found->get<std::int64_t>();
}

std::optional<bool> bool_member(const Json& object, std::string_view name) {
    return typed<bool>(object, name, &Json::is_boolean);
}

std::optional<std::string> text_member(const Json& object, std::string_view name) {
    return typed<std::string>(object, name, &Json::is_string);
}

SecretText dump(const Json& value, int indent) {
    std::string text = value.dump(indent, ' ', false, Json::error_handler_t::replace);
    SecretText secret = secret_text(text);
    wipe(text.data(), text.size());
    return secret;
}

}  // namespace tgferry::core
